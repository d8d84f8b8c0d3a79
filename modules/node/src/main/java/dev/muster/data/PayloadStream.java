package dev.muster.data;

import dev.muster.protocol.Payload;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * How a payload is written to files and data connections: its skeleton and its buffers, each as a length and chunks of at most 1 MiB that
 * carry a CRC32C, so that damage is found where it happens.
 */
final class PayloadStream {
    static final int CHUNK_BYTES = 1 << 20;
    private static final int MAX_BUFFERS = 1 << 20;

    private PayloadStream() {}

    static void write(Payload value, DataOutput out) throws IOException {
        out.writeInt(value.buffers().size());
        writeBlock(value.bytes(), value.offset(), value.length(), out);
        for (byte[] buffer : value.buffers()) {
            writeBlock(buffer, 0, buffer.length, out);
        }
    }

    /** Reads what {@link #write} wrote; more than {@code limit} bytes in all are refused before they are allocated. */
    static Payload read(DataInput in, long limit) throws IOException {
        int buffers = in.readInt();
        if (buffers < 0 || buffers > MAX_BUFFERS) {
            throw new IOException("a value with " + buffers + " buffers: the stream is damaged");
        }
        byte[] skeleton = readBlock(in, limit);
        long left = limit - skeleton.length;
        List<byte[]> outOfBand = new ArrayList<>();
        for (int i = 0; i < buffers; i++) {
            byte[] buffer = readBlock(in, left);
            left -= buffer.length;
            outOfBand.add(buffer);
        }
        return new Payload(skeleton, 0, skeleton.length, List.copyOf(outOfBand));
    }

    private static void writeBlock(byte[] bytes, int offset, int length, DataOutput out) throws IOException {
        out.writeInt(length);
        CRC32C sum = new CRC32C();
        for (int at = 0; at < length; at += CHUNK_BYTES) {
            int chunk = Math.min(CHUNK_BYTES, length - at);
            sum.reset();
            sum.update(bytes, offset + at, chunk);
            out.writeInt((int) sum.getValue());
            out.write(bytes, offset + at, chunk);
        }
    }

    private static byte[] readBlock(DataInput in, long limit) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > limit) {
            throw new IOException("a block of " + length + " bytes, the limit is " + limit);
        }
        byte[] bytes = new byte[length];
        CRC32C sum = new CRC32C();
        for (int at = 0; at < length; at += CHUNK_BYTES) {
            int chunk = Math.min(CHUNK_BYTES, length - at);
            int expected = in.readInt();
            in.readFully(bytes, at, chunk);
            sum.reset();
            sum.update(bytes, at, chunk);
            if ((int) sum.getValue() != expected) {
                throw new IOException("chunk at " + at + " of " + length + " bytes fails its checksum");
            }
        }
        return bytes;
    }
}

package dev.muster.launch;

import dev.muster.code.CodeManifest;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;

/** The first bytes in a worker's standard input. Immutable. Both ends run the same jars, so it has no versions. */
record StartMessage(String name, int threads, Path folder, byte[] settings, CodeManifest code) {
    private static final int MAGIC = 0x4d555354;
    private static final int MOST_SETTINGS = 1 << 26;

    void writeTo(DataOutputStream out) throws IOException {
        out.writeInt(MAGIC);
        out.writeUTF(name);
        out.writeInt(threads);
        out.writeUTF(folder.toString());
        out.writeInt(settings.length);
        out.write(settings);
        code.writeTo(out);
        out.flush();
    }

    static StartMessage readFrom(DataInputStream in) throws IOException {
        int magic = in.readInt();
        if (magic != MAGIC) {
            throw new IOException("Standard input begins with " + Integer.toHexString(magic)
                    + " and not with a launcher's message: workers are started by a launcher only");
        }
        String name = in.readUTF();
        int threads = in.readInt();
        Path folder = Path.of(in.readUTF());
        int length = in.readInt();
        if (length < 0 || length > MOST_SETTINGS) {
            throw new IOException("Settings of " + length + " bytes, more than " + MOST_SETTINGS);
        }
        byte[] settings = new byte[length];
        in.readFully(settings);
        return new StartMessage(name, threads, folder, settings, CodeManifest.readFrom(in));
    }
}

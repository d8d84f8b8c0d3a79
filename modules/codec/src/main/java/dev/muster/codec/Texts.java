package dev.muster.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Texts as bytes: one byte for each character where that is enough, else two. Unlike UTF-8 this keeps every String
 * there is, halves of surrogate pairs too. Stateless.
 */
final class Texts {
    private Texts() {}

    static void write(ByteSink out, String text) {
        int length = text.length();
        if (isLatin(text)) {
            byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            out.number((long) length << 1);
            out.writeBytes(bytes, 0, length);
            return;
        }
        out.number((long) length << 1 | 1);
        if (length > Integer.MAX_VALUE / 2) {
            throw new IllegalArgumentException("a text of " + length + " characters takes more than 2 GiB");
        }
        int at = out.skip(2 * length);
        ByteBuffer.wrap(out.array(), at, 2 * length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asCharBuffer()
                .put(text);
    }

    private static boolean isLatin(String text) {
        for (int i = 0, length = text.length(); i < length; i++) {
            if (text.charAt(i) >= 0x100) {
                return false;
            }
        }
        return true;
    }

    static String read(ByteSource in) {
        long head = in.number();
        int length = (int) (head >> 1);
        if (head < 0 || length != head >> 1) {
            throw ByteSource.broken("a text has " + (head >> 1) + " characters");
        }
        if ((head & 1) == 0) {
            return new String(in.array(), in.skip(length, 1), length, StandardCharsets.ISO_8859_1);
        }
        int at = in.skip(length, 2);
        return ByteBuffer.wrap(in.array(), at, 2 * length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asCharBuffer()
                .toString();
    }
}

package dev.muster.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Null, boxed numbers, texts and arrays of numbers: a tag and their bytes. Stateless. The most common arguments by far;
 * a serialisation stream takes 70 bytes and over a microsecond for a number that takes two bytes here.
 */
final class PlainValues {
    /** Not plain: a serialisation stream follows. */
    static final int STREAM = 0;

    /** A row of arguments: its arity, then the plain values. */
    static final int ROW = 1;

    private static final int NULL = 2;
    private static final int FALSE = 3;
    private static final int TRUE = 4;
    private static final int INTEGER = 5;
    private static final int LONG = 6;
    private static final int DOUBLE = 7;
    private static final int FLOAT = 8;
    private static final int SHORT = 9;
    private static final int BYTE = 10;
    private static final int CHARACTER = 11;
    /** A byte for each character. */
    private static final int LATIN = 12;
    /** Two bytes for each character; unlike UTF-8 it keeps every String there is, halves of surrogate pairs too. */
    private static final int UTF_16 = 13;

    private static final int BYTES = 14;
    private static final int INTEGERS = 15;
    private static final int LONGS = 16;
    private static final int DOUBLES = 17;

    private PlainValues() {}

    /** Writes the value if it is plain; else writes nothing and returns false. */
    static boolean write(ByteSink out, @Nullable Object value) {
        return writeScalar(out, value) || (value != null && writeArray(out, value));
    }

    /** Writes the value if it is plain and no array, so that nobody can tell a copy from the original. */
    static boolean writeScalar(ByteSink out, @Nullable Object value) {
        if (value == null) {
            out.octet(NULL);
        } else if (value instanceof String text) {
            writeText(out, text);
        } else if (value instanceof Boolean flag) {
            out.octet(flag ? TRUE : FALSE);
        } else if (value instanceof Character character) {
            out.octet(CHARACTER);
            out.number(character);
        } else {
            return value instanceof Number number && writeNumber(out, number);
        }
        return true;
    }

    private static boolean writeNumber(ByteSink out, Number value) {
        if (value instanceof Integer) {
            out.octet(INTEGER);
            out.number(value.intValue());
        } else if (value instanceof Long) {
            out.octet(LONG);
            out.number(value.longValue());
        } else if (value instanceof Double) {
            out.octet(DOUBLE);
            out.fixedLong(Double.doubleToRawLongBits(value.doubleValue()));
        } else if (value instanceof Float) {
            out.octet(FLOAT);
            out.number(Float.floatToRawIntBits(value.floatValue()));
        } else if (value instanceof Short) {
            out.octet(SHORT);
            out.number(value.shortValue());
        } else if (value instanceof Byte) {
            out.octet(BYTE);
            out.octet(value.byteValue());
        } else {
            return false;
        }
        return true;
    }

    private static void writeText(ByteSink out, String text) {
        int length = text.length();
        boolean latin = true;
        for (int i = 0; i < length && latin; i++) {
            latin = text.charAt(i) < 0x100;
        }
        if (latin) {
            writeBlock(out, LATIN, text.getBytes(StandardCharsets.ISO_8859_1));
        } else {
            out.octet(UTF_16);
            out.count(length);
            room(out, length, Character.BYTES).asCharBuffer().put(text);
        }
    }

    private static void writeBlock(ByteSink out, int tag, byte[] bytes) {
        out.octet(tag);
        out.count(bytes.length);
        out.write(bytes, 0, bytes.length);
    }

    private static boolean writeArray(ByteSink out, Object value) {
        if (value instanceof byte[] bytes) {
            writeBlock(out, BYTES, bytes);
        } else if (value instanceof int[] integers) {
            out.octet(INTEGERS);
            out.count(integers.length);
            room(out, integers.length, Integer.BYTES).asIntBuffer().put(integers);
        } else if (value instanceof long[] longs) {
            out.octet(LONGS);
            out.count(longs.length);
            room(out, longs.length, Long.BYTES).asLongBuffer().put(longs);
        } else if (value instanceof double[] doubles) {
            out.octet(DOUBLES);
            out.count(doubles.length);
            room(out, doubles.length, Double.BYTES).asDoubleBuffer().put(doubles);
        } else {
            return false;
        }
        return true;
    }

    /** The room for so many elements of a width, where they belong in the sink. */
    private static ByteBuffer room(ByteSink out, int count, int width) {
        int bytes = (int) Math.min(Integer.MAX_VALUE, (long) count * width);
        int at = out.skip(bytes);
        return ByteBuffer.wrap(out.array(), at, bytes).slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    static @Nullable Object read(ByteSource in, int tag) {
        return switch (tag) {
            case NULL -> null;
            case FALSE -> false;
            case TRUE -> true;
            case INTEGER -> in.integer();
            case LONG -> in.number();
            case DOUBLE -> Double.longBitsToDouble(in.fixedLong());
            case FLOAT -> Float.intBitsToFloat(in.integer());
            case SHORT -> (short) in.integer();
            case BYTE -> (byte) in.octet();
            case CHARACTER -> (char) in.integer();
            case LATIN, UTF_16 -> readText(in, tag);
            default -> readArray(in, tag);
        };
    }

    private static String readText(ByteSource in, int tag) {
        int length = in.count();
        if (tag == LATIN) {
            return new String(in.array(), in.skip(length, 1), length, StandardCharsets.ISO_8859_1);
        }
        return room(in, length, Character.BYTES).asCharBuffer().toString();
    }

    private static Object readArray(ByteSource in, int tag) {
        int count = in.count();
        switch (tag) {
            case BYTES -> {
                byte[] bytes = new byte[count];
                room(in, count, 1).get(bytes);
                return bytes;
            }
            case INTEGERS -> {
                ByteBuffer source = room(in, count, Integer.BYTES);
                int[] integers = new int[count];
                source.asIntBuffer().get(integers);
                return integers;
            }
            case LONGS -> {
                ByteBuffer source = room(in, count, Long.BYTES);
                long[] longs = new long[count];
                source.asLongBuffer().get(longs);
                return longs;
            }
            case DOUBLES -> {
                ByteBuffer source = room(in, count, Double.BYTES);
                double[] doubles = new double[count];
                source.asDoubleBuffer().get(doubles);
                return doubles;
            }
            default -> throw ByteSource.broken("there is no value tag " + tag);
        }
    }

    private static ByteBuffer room(ByteSource in, int count, int width) {
        int at = in.skip(count, width);
        return ByteBuffer.wrap(in.array(), at, count * width).slice().order(ByteOrder.LITTLE_ENDIAN);
    }
}

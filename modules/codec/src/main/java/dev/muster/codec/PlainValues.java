package dev.muster.codec;

import java.lang.reflect.Array;
import org.jspecify.annotations.Nullable;

/**
 * Null, boxed numbers, texts and small arrays of numbers: a tag and their bytes. Stateless. The most common arguments
 * by far: a number takes two bytes, and no Kryo is taken from the pool for it.
 */
final class PlainValues {
    /** Not plain: an object graph follows. */
    static final int GRAPH = 0;

    /** A row of arguments: its arity, then the plain values. */
    static final int ROW = 1;

    /** Serializers of the sender's that the receiver is to use, then what follows without them. */
    static final int SERIALIZERS = 2;

    private static final int NULL = 3;
    private static final int FALSE = 4;
    private static final int TRUE = 5;
    private static final int INTEGER = 6;
    private static final int LONG = 7;
    private static final int DOUBLE = 8;
    private static final int FLOAT = 9;
    private static final int SHORT = 10;
    private static final int BYTE = 11;
    private static final int CHARACTER = 12;
    private static final int TEXT = 13;
    /** Plus the code of the component type. */
    private static final int ARRAY = 14;

    private PlainValues() {}

    /** Writes the value if it is plain and no array of more bytes; else writes nothing and returns false. */
    static boolean write(ByteSink out, @Nullable Object value, int mostBytes) {
        return writeScalar(out, value) || (value != null && writeArray(out, value, mostBytes));
    }

    /** Writes the value if it is plain and no array, so that nobody can tell a copy from the original. */
    static boolean writeScalar(ByteSink out, @Nullable Object value) {
        if (value == null) {
            out.octet(NULL);
        } else if (value instanceof String text) {
            out.octet(TEXT);
            Texts.write(out, text);
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
            out.fixedInt(Float.floatToRawIntBits(value.floatValue()));
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

    private static boolean writeArray(ByteSink out, Object value, int mostBytes) {
        int code = PrimitiveArrays.code(value);
        if (code < 0) {
            return false;
        }
        int count = Array.getLength(value);
        long bytes = (long) count * PrimitiveArrays.width(code);
        if (bytes > mostBytes) {
            return false;
        }
        out.octet(ARRAY + code);
        out.count(count);
        int at = out.skip((int) bytes);
        PrimitiveArrays.copy(value, out.array(), at, (int) bytes);
        return true;
    }

    static @Nullable Object read(ByteSource in, int tag) {
        return switch (tag) {
            case NULL -> null;
            case FALSE -> false;
            case TRUE -> true;
            case INTEGER -> in.integer();
            case LONG -> in.number();
            case DOUBLE -> Double.longBitsToDouble(in.fixedLong());
            case FLOAT -> Float.intBitsToFloat(in.fixedInt());
            case SHORT -> (short) in.integer();
            case BYTE -> (byte) in.octet();
            case CHARACTER -> (char) in.integer();
            case TEXT -> Texts.read(in);
            default -> readArray(in, tag - ARRAY);
        };
    }

    private static Object readArray(ByteSource in, int code) {
        if (code < 0 || code >= PrimitiveArrays.TYPES.size()) {
            throw ByteSource.broken("there is no value tag " + (code + ARRAY));
        }
        int count = in.count();
        return PrimitiveArrays.make(code, count, in.array(), in.skip(count, PrimitiveArrays.width(code)));
    }
}

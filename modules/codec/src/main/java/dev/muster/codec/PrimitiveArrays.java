package dev.muster.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Arrays of primitives as little-endian bytes, copied in bulk. Stateless. */
final class PrimitiveArrays {
    /** Component types; a type's place in here is its code. */
    static final List<Class<?>> TYPES = List.of(
            boolean.class, byte.class, char.class, short.class, int.class, long.class, float.class, double.class);

    private static final int[] WIDTHS = {1, 1, 2, 2, 4, 8, 4, 8};

    private PrimitiveArrays() {}

    /** The code of an array's component type; -1 if it is no array of primitives. */
    static int code(Object array) {
        Class<?> component = array.getClass().getComponentType();
        return component == null || !component.isPrimitive() ? -1 : TYPES.indexOf(component);
    }

    static int width(int code) {
        return WIDTHS[code];
    }

    /** Copies all elements to where there is room for them. */
    static void copy(Object array, byte[] to, int at, int bytes) {
        ByteBuffer room = ByteBuffer.wrap(to, at, bytes).slice().order(ByteOrder.LITTLE_ENDIAN);
        if (array instanceof byte[] octets) {
            room.put(octets);
        } else if (array instanceof double[] doubles) {
            room.asDoubleBuffer().put(doubles);
        } else if (array instanceof int[] integers) {
            room.asIntBuffer().put(integers);
        } else if (array instanceof long[] longs) {
            room.asLongBuffer().put(longs);
        } else if (array instanceof float[] floats) {
            room.asFloatBuffer().put(floats);
        } else if (array instanceof char[] characters) {
            room.asCharBuffer().put(characters);
        } else if (array instanceof short[] shorts) {
            room.asShortBuffer().put(shorts);
        } else {
            for (boolean flag : (boolean[]) array) {
                room.put((byte) (flag ? 1 : 0));
            }
        }
    }

    /** A new array of the elements that lie there. */
    static Object make(int code, int count, byte[] from, int at) {
        ByteBuffer room =
                ByteBuffer.wrap(from, at, count * WIDTHS[code]).slice().order(ByteOrder.LITTLE_ENDIAN);
        switch (code) {
            case 0 -> {
                boolean[] flags = new boolean[count];
                for (int i = 0; i < count; i++) {
                    flags[i] = room.get() != 0;
                }
                return flags;
            }
            case 1 -> {
                byte[] octets = new byte[count];
                room.get(octets);
                return octets;
            }
            case 2 -> {
                char[] characters = new char[count];
                room.asCharBuffer().get(characters);
                return characters;
            }
            case 3 -> {
                short[] shorts = new short[count];
                room.asShortBuffer().get(shorts);
                return shorts;
            }
            default -> {
                return makeWide(code, count, room);
            }
        }
    }

    private static Object makeWide(int code, int count, ByteBuffer room) {
        switch (code) {
            case 4 -> {
                int[] integers = new int[count];
                room.asIntBuffer().get(integers);
                return integers;
            }
            case 5 -> {
                long[] longs = new long[count];
                room.asLongBuffer().get(longs);
                return longs;
            }
            case 6 -> {
                float[] floats = new float[count];
                room.asFloatBuffer().get(floats);
                return floats;
            }
            default -> {
                double[] doubles = new double[count];
                room.asDoubleBuffer().get(doubles);
                return doubles;
            }
        }
    }
}

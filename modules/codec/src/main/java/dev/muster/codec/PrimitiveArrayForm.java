package dev.muster.codec;

import java.lang.reflect.Array;

/** Arrays of one primitive type: big ones beside the skeleton. Thread-safe. */
final class PrimitiveArrayForm extends Form {
    private final int code;
    private final int width;

    PrimitiveArrayForm(int code) {
        super(false);
        this.code = code;
        this.width = PrimitiveArrays.width(code);
    }

    @Override
    void write(Coder coder, ByteSink out, Object value) {
        int count = Array.getLength(value);
        long bytes = (long) count * width;
        // One array of bytes holds 2 GiB; what is longer fails in the sink, with a sentence.
        boolean beside = coder.goesBeside(bytes) && bytes <= Integer.MAX_VALUE - 8;
        out.flag(beside);
        if (beside) {
            byte[] copy = new byte[(int) bytes];
            PrimitiveArrays.copy(value, copy, 0, copy.length);
            out.count(coder.putBeside(copy));
            return;
        }
        out.count(count);
        int size = (int) Math.min(Integer.MAX_VALUE, bytes);
        int at = out.skip(size);
        PrimitiveArrays.copy(value, out.array(), at, size);
    }

    @Override
    Object read(Coder coder, ByteSource in) {
        if (in.flag()) {
            byte[] copy = coder.given(in.integer());
            if (copy.length % width != 0) {
                throw ByteSource.broken("a buffer of " + copy.length + " bytes holds elements of " + width);
            }
            return PrimitiveArrays.make(code, copy.length / width, copy, 0);
        }
        int count = in.count();
        return PrimitiveArrays.make(code, count, in.array(), in.skip(count, width));
    }
}

package dev.muster.codec;

import java.io.IOException;
import java.lang.invoke.SerializedLambda;

/** Lambdas: their shape, once in a graph, and what each has captured. Thread-safe. */
final class LambdaForm extends Form {
    LambdaForm() {
        super(true);
    }

    @Override
    void write(Coder coder, ByteSink out, Object value) throws IOException {
        LambdaSite site = coder.forms().lambdas().site(value);
        SerializedLambda lambda = site.open(value);
        int number = coder.number(site.shape());
        out.number(number);
        if (number < 0) {
            site.shape().write(out);
        }
        int count = lambda.getCapturedArgCount();
        out.count(count);
        for (int i = 0; i < count; i++) {
            Object captured = lambda.getCapturedArg(i);
            long before = out.position() + coder.besideBytes();
            coder.writeClassAndObject(out, captured);
            site.weigh(lambda, i, out.position() + coder.besideBytes() - before);
        }
    }

    @Override
    Object read(Coder coder, ByteSource in) throws IOException {
        int number = in.integer();
        if (number < 0) {
            coder.add(LambdaShape.read(in));
            number = coder.shapes() - 1;
        }
        LambdaShape shape = coder.shape(number);
        Object[] captured = new Object[in.count()];
        for (int i = 0; i < captured.length; i++) {
            captured[i] = coder.readClassAndObject(in);
        }
        return coder.forms().lambdas().make(shape, captured);
    }
}

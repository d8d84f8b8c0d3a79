package dev.muster.benchmark.jmh;

import dev.muster.codec.KryoCodec;
import dev.muster.function.Function1;
import dev.muster.protocol.Payload;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What do values cost to encode and to decode, beside Java serialisation in the same run, and how many bytes are they? */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class CodecCost {
    private final KryoCodec codec = KryoCodec.of(CodecCost.class.getClassLoader());

    @Param({"record", "texts", "doubles", "map", "exception", "lambda"})
    private String what = "";

    private Object value = "";
    private Payload encoded = codec.encode("");
    private byte[] serialised = {};

    /** For JMH. */
    public CodecCost() {}

    /** A small record. */
    record Point(int x, double y, String name) implements Serializable {}

    /** Makes the value, and prints how many bytes it takes. */
    @Setup
    public void make() throws IOException {
        value = value();
        encoded = codec.encode(value);
        serialised = serialised(value);
        System.out.printf("%s: %d bytes, Java serialisation %d%n", what, encoded.size(), serialised.length);
    }

    private Object value() {
        switch (what) {
            case "record" -> {
                return new Point(17, 2.5, "a point");
            }
            case "texts" -> {
                String[] texts = new String[1_000];
                for (int i = 0; i < texts.length; i++) {
                    texts[i] = "text number " + i;
                }
                return texts;
            }
            case "doubles" -> {
                return new double[1_000_000];
            }
            case "map" -> {
                Map<String, Integer> map = new HashMap<>();
                for (int i = 0; i < 10_000; i++) {
                    map.put("key " + i, i);
                }
                return map;
            }
            case "exception" -> {
                return new IllegalStateException("outer", new IOException("inner"));
            }
            default -> {
                int factor = 3;
                String unit = "m";
                Function1<Integer, String> lambda = x -> x * factor + unit;
                return lambda;
            }
        }
    }

    private static byte[] serialised(Object value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        return bytes.toByteArray();
    }

    /** The codec, to bytes. */
    @Benchmark
    public Object encode() {
        return codec.encode(value);
    }

    /** The codec, from bytes. */
    @Benchmark
    public Object decode() {
        return codec.decode(encoded);
    }

    /** Java serialisation, to bytes. */
    @Benchmark
    public Object serialise() throws IOException {
        return serialised(value);
    }

    /** Java serialisation, from bytes. */
    @Benchmark
    public Object deserialise() throws IOException, ClassNotFoundException {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(serialised))) {
            return in.readObject();
        }
    }
}

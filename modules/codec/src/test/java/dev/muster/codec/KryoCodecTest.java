package dev.muster.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.error.ClusterException;
import dev.muster.error.ClusterException.Code;
import dev.muster.function.Function1;
import dev.muster.function.Function2;
import dev.muster.protocol.Arguments;
import dev.muster.protocol.Payload;
import java.io.Serializable;
import java.math.BigDecimal;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.management.BadAttributeValueExpException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KryoCodecTest {
    private final KryoCodec codec = KryoCodec.of(KryoCodecTest.class.getClassLoader());

    static Stream<Object> values() {
        return Stream.of(
                true,
                false,
                0,
                -1,
                Integer.MIN_VALUE,
                Integer.MAX_VALUE,
                0L,
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                1.5,
                -0.0,
                Double.NaN,
                Double.MIN_VALUE,
                1.5f,
                Float.NaN,
                (short) -7,
                Short.MIN_VALUE,
                (byte) -128,
                (byte) 127,
                'x',
                '\uffff',
                "",
                "latin: größer",
                "見 𝄞",
                "half a pair: \ud834",
                new BigDecimal("1.50"),
                Duration.ofSeconds(3),
                List.of(1, 2, 3),
                Map.of("a", List.of(1.0)),
                new Point(1, "p"),
                Color.GREEN,
                new byte[0],
                new byte[] {1, -1},
                new int[] {1, Integer.MIN_VALUE},
                new long[] {Long.MAX_VALUE},
                new double[] {-0.0, 2.5},
                new float[] {1},
                new Object[] {1, "x", null},
                new String[] {"a", null},
                new int[][] {{1}, {}},
                int.class);
    }

    @ParameterizedTest
    @MethodSource("values")
    void a_value_comes_back_equal_and_of_its_class(Object value) {
        Object back = codec.decode(codec.encode(value));
        assertThat(back.getClass()).isEqualTo(value.getClass());
        assertDeeplyEqual(new Object[] {back}, new Object[] {value});
    }

    @Test
    void null_is_a_value() {
        assertThat(codec.decode(codec.encode(null))).isNull();
    }

    @Test
    void a_small_number_takes_two_bytes() {
        assertThat(codec.encode(42).size()).isEqualTo(2);
    }

    @Test
    void a_payload_is_read_where_it_lies() {
        Payload alone = codec.encode(List.of("x", 17));
        byte[] wider = new byte[alone.length() + 30];
        Arrays.fill(wider, (byte) 0xff);
        System.arraycopy(alone.bytes(), alone.offset(), wider, 11, alone.length());
        assertThat(codec.decode(new Payload(wider, 11, alone.length(), List.of())))
                .isEqualTo(List.of("x", 17));
    }

    @Test
    void what_two_references_share_is_shared_afterwards() {
        int[] shared = {1};
        Object[] back = (Object[]) codec.decode(codec.encode(new Object[] {shared, shared}));
        assertThat(back[0]).isSameAs(back[1]);
    }

    @Test
    void lambdas_and_method_references_of_muster_functions_travel() throws Exception {
        int captured = 40;
        Function1<Integer, Integer> lambda = x -> x + captured;
        assertThat(roundTrip(lambda).apply(2)).isEqualTo(42);
        Function1<String, Integer> unbound = String::length;
        assertThat(roundTrip(unbound).apply("four")).isEqualTo(4);
        Function1<String, String> bound = "a"::concat;
        assertThat(roundTrip(bound).apply("b")).isEqualTo("ab");
        Function1<String, Point> constructor = text -> new Point(7, text);
        Function2<Integer, String, Point> make = Point::new;
        assertThat(roundTrip(constructor).apply("q")).isEqualTo(new Point(7, "q"));
        assertThat(roundTrip(make).apply(1, "r")).isEqualTo(new Point(1, "r"));
        Function1<Integer, Integer> nested = x -> lambda.apply(lambda.apply(x));
        assertThat(roundTrip(nested).apply(0)).isEqualTo(80);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void a_row_decodes_to_its_arguments_plain_or_not(int arity) {
        Object[] rows = new Object[arity * 40];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = switch (i % 5) {
                case 0 -> null;
                case 1 -> "text " + i;
                case 2 -> i;
                case 3 -> new Point(i, "p");
                default -> new double[] {i};
            };
        }
        Arguments.Encoded encoded = codec.encodeRows(rows, arity);
        assertThat(encoded.count()).isEqualTo(40);
        for (int row = 0; row < 40; row++) {
            Object[] expected = Arrays.copyOfRange(rows, row * arity, (row + 1) * arity);
            Object[] target = new Object[arity + 1];
            codec.decodeRow(encoded, row, target);
            assertDeeplyEqual(Arrays.copyOf(target, arity), expected);
            assertDeeplyEqual((Object[]) codec.decode(encoded.row(row)), expected);
        }
        Object[] target = new Object[arity];
        codec.decodeRow((Arguments.Encoded) encoded.slice(10, 20), 3, target);
        assertDeeplyEqual(target, Arrays.copyOfRange(rows, 13 * arity, 14 * arity));
    }

    @Test
    void arguments_of_one_row_keep_what_they_share() {
        double[] shared = {1};
        Object[] target = new Object[2];
        codec.decodeRow(codec.encodeRows(new Object[] {shared, shared}, 2), 0, target);
        assertThat(target[0]).isSameAs(target[1]);
    }

    @Test
    void a_row_that_cannot_travel_is_named() {
        assertThatThrownBy(() -> codec.encodeRows(new Object[] {1, 2, Thread.currentThread(), 4}, 1))
                .isInstanceOfSatisfying(
                        ClusterException.class, e -> assertThat(e.code()).isEqualTo(Code.UNSERIALIZABLE))
                .hasMessageContaining("Row 2")
                .hasMessageContaining("java.lang.Thread");
    }

    @Test
    void arguments_that_make_no_whole_rows_are_refused() {
        assertThatThrownBy(() -> codec.encodeRows(new Object[3], 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 arguments do not make rows of arity 2");
    }

    @Test
    void a_chain_too_deep_for_the_stack_is_refused_with_a_sentence() {
        Chain chain = null;
        for (int i = 0; i < 200_000; i++) {
            chain = new Chain(chain);
        }
        Chain deep = chain;
        assertThatThrownBy(() -> codec.encode(deep))
                .isInstanceOfSatisfying(
                        ClusterException.class, e -> assertThat(e.code()).isEqualTo(Code.UNSERIALIZABLE))
                .hasMessageContaining("nest too deeply for the stack")
                .hasMessageContaining(Chain.class.getName());
    }

    @Test
    void a_failing_write_method_is_named_with_its_class() {
        assertThatThrownBy(() -> codec.encode(new Stubborn()))
                .isInstanceOfSatisfying(
                        ClusterException.class, e -> assertThat(e.code()).isEqualTo(Code.UNSERIALIZABLE))
                .hasMessageContaining("Stubborn")
                .hasMessageContaining("I stay");
    }

    @Test
    void a_class_known_to_attacks_is_never_encoded_nor_decoded() {
        String attack = BadAttributeValueExpException.class.getName();
        Object bad = new ArrayList<>(List.of(new BadAttributeValueExpException("x")));
        assertThatThrownBy(() -> codec.encode(bad))
                .isInstanceOfSatisfying(
                        ClusterException.class, e -> assertThat(e.code()).isEqualTo(Code.UNSERIALIZABLE))
                .hasMessageContaining(attack + " in it is never decoded");
        ByteSink forged = new ByteSink(100);
        forged.octet(PlainValues.GRAPH);
        forged.octet(1);
        forged.octet(0);
        Texts.write(forged, attack);
        forged.octet(0);
        forged.fixedInt(0);
        assertThatThrownBy(() -> codec.decode(forged.payload(List.of())))
                .isInstanceOfSatisfying(
                        ClusterException.class, e -> assertThat(e.code()).isEqualTo(Code.UNSERIALIZABLE))
                .hasMessageContaining(attack + ", which is never decoded");
    }

    @Test
    void a_class_that_is_missing_here_is_named() throws Exception {
        try (URLClassLoader empty = new URLClassLoader(new URL[0], ClassLoader.getPlatformClassLoader())) {
            // The class is on the test's own path, which the stream falls back to; so take one that is nowhere.
            byte[] bytes = codec.encode(new Point(1, "p")).bytes().clone();
            String text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
            byte[] renamed = text.replace("$Point", "$Paint").getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
            assertThatThrownBy(() -> KryoCodec.of(empty).decode(Payload.of(renamed)))
                    .isInstanceOfSatisfying(
                            ClusterException.class, e -> assertThat(e.code()).isEqualTo(Code.UNSERIALIZABLE))
                    .hasMessageContaining("$Paint is not on this JVM's class path");
        }
    }

    @Test
    void classes_come_from_the_loader_that_is_supplied() throws Exception {
        URL here = KryoCodecTest.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader other = new URLClassLoader(new URL[] {here}, ClassLoader.getPlatformClassLoader())) {
            Object back = KryoCodec.of(other).decode(codec.encode(Color.GREEN));
            assertThat(back.getClass().getClassLoader()).isSameAs(other);
            assertThat(back.toString()).isEqualTo("GREEN");
        }
    }

    @Test
    void garbage_is_refused_and_never_crashes() {
        Random random = new Random(5);
        List<byte[]> samples = new ArrayList<>();
        values().forEach(value -> samples.add(codec.encode(value).bytes()));
        samples.add(codec.encodeRows(new Object[] {1, "x"}, 2).bytes());
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = samples.get(random.nextInt(samples.size())).clone();
            for (int n = 1 + random.nextInt(3); n > 0; n--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                codec.decode(new Payload(bytes, 0, random.nextInt(bytes.length) + 1, List.of()));
            } catch (ClusterException clear) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(5_000);
    }

    @Test
    void many_threads_use_one_codec() throws InterruptedException, ExecutionException {
        var threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Boolean>> results = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                int offset = t;
                results.add(threads.submit(() -> {
                    boolean equal = true;
                    for (int i = 0; i < 2_000; i++) {
                        Map<String, Point> value = new HashMap<>(Map.of("k" + i, new Point(i + offset, "p")));
                        equal &= value.equals(codec.decode(codec.encode(value)));
                    }
                    return equal;
                }));
            }
            for (Future<Boolean> result : results) {
                assertThat(result.get()).isTrue();
            }
        } finally {
            threads.shutdown();
        }
    }

    private static void assertDeeplyEqual(Object[] actual, Object[] expected) {
        assertThat(Arrays.deepEquals(actual, expected))
                .as("%s is to equal %s", Arrays.deepToString(actual), Arrays.deepToString(expected))
                .isTrue();
    }

    @SuppressWarnings("unchecked")
    private <T> T roundTrip(T value) {
        return (T) codec.decode(codec.encode(value));
    }

    /** A record. */
    record Point(int x, String name) implements Serializable {}

    /** An enum. */
    enum Color {
        RED,
        GREEN
    }

    /** A list by hand. */
    record Chain(Chain next) implements Serializable {}

    /** Does not want to be written. */
    static final class Stubborn implements Serializable {
        private static final long serialVersionUID = 1L;

        private Object writeReplace() {
            throw new IllegalStateException("I stay");
        }
    }
}

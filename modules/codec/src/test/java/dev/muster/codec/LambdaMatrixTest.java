package dev.muster.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.error.ClusterException;
import dev.muster.function.Action0;
import dev.muster.function.Function0;
import dev.muster.function.Function1;
import dev.muster.function.Function2;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every shape of function that the compiler makes: it works after two journeys, or is refused with a sentence. */
class LambdaMatrixTest {
    private final KryoCodec codec = KryoCodec.of(LambdaMatrixTest.class.getClassLoader());

    /** A function and what it gives. */
    record Case(String name, Function0<?> function, Object expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Case of(String name, Function0<?> function, Object expected) {
        return new Case(name, function, expected);
    }

    private static Case of(String name, Function1<String, ?> function, Object expected) {
        return new Case(name, new Applied(function), expected);
    }

    /** A function with its argument. */
    record Applied(Function1<String, ?> function) implements Function0<Object> {
        @Override
        public Object call() throws Exception {
            return function.apply("text");
        }
    }

    static Stream<Case> references() {
        Base base = new Sub("me");
        List<String> list = new ArrayList<>(List.of("a", "b"));
        return Stream.of(
                of("static", (Function1<String, Object>) String::valueOf, "text"),
                of("static of one's own", (Function1<String, Object>) LambdaMatrixTest::twice, "texttext"),
                of("unbound", (Function1<String, Object>) String::length, 4),
                of("bound to a text", (Function1<String, Object>) "a"::concat, "atext"),
                of("bound to a list", (Function0<Object>) list::size, 2),
                of("bound to an object", (Function0<Object>) base::name, "sub me"),
                of("constructor", (Function1<String, Object>) Base::new, new Base("text")),
                of("constructor of the JDK", (Function1<String, Object>) StringBuilder::new, "text"),
                of("constructor of an array", new Sized(int[]::new), 3),
                of("super", new Sub("me").ofSuper(), "base me"),
                of("private", new Sub("me").ofPrivate(), "secret me"),
                of("accessor of a record", (Function0<Object>) new Pair(3, "x")::left, 3),
                of("default of an interface", (Function0<Object>) new Greeter("you")::greet, "hello you"),
                of("method of a constant with a body", (Function0<Object>) Shape.ROUND::corners, 0),
                of("varargs", (Function1<String, Object>) LambdaMatrixTest::joined, "text"),
                of("generic", (Function1<String, Object>) LambdaMatrixTest::<String>same, "text"));
    }

    /** An array's length. */
    record Sized(Function1<Integer, int[]> make) implements Function0<Object> {
        @Override
        public Object call() throws Exception {
            return make.apply(3).length;
        }
    }

    static Stream<Case> bodies() throws Exception {
        boolean flag = true;
        byte octet = -1;
        char letter = 'ß';
        short small = -300;
        int whole = 1 << 20;
        long wide = 1L << 40;
        float single = 1.5f;
        double real = -0.25;
        String nothing = null;
        int[] array = {1, 2};
        Function1<String, String> inner = text -> text + whole;
        Function0<Function0<String>> nest = () -> () -> "deep" + wide;
        return Stream.of(
                of("captures nothing", () -> "constant", "constant"),
                of(
                        "captures each primitive",
                        () -> List.of(flag, octet, letter, small, whole, wide, single, real),
                        List.of(flag, octet, letter, small, whole, wide, single, real)),
                of("captures null", () -> nothing == null, true),
                of("captures an array", () -> array[0] + array[1], 3),
                of(
                        "captures a lambda",
                        (Function1<String, Object>) text -> inner.apply(inner.apply(text)),
                        "text" + whole + whole),
                of("makes a lambda", (Function0<Object>) () -> nest.call().call(), "deep" + wide),
                of("captures this", new Sub("me").body(), "sub me"),
                of("in a record", new Pair(3, "x").body(), "3x"),
                of("in an enum", Shape.ROUND.body(), "ROUND 0"),
                of("in an interface", new Greeter("you").body(), "hello you!"),
                of("static in an interface", Greeting.make("z"), "z"),
                of("in a constructor", new InConstructor(5).function, 6),
                of("in a static initialiser", InConstructor.STATIC, "static"),
                of("in an anonymous class", anonymous("q").call(), "q"),
                of("in a local class", local("l").call(), "l"));
    }

    static Stream<Case> interfaces() {
        Function0<String> marked = (Function0<String> & RandomAccess) () -> "marked";
        Narrow narrow = text -> text + "!";
        Wide<Integer> bridged = number -> number + 1;
        return Stream.of(
                of("a marker interface", new Marked(marked), "marked"),
                of("a bridge", new Bridged(narrow), "text!"),
                of("a generic super interface", new Widened(bridged), 8),
                of("a Supplier made Serializable", new Supplied((Supplier<String> & Serializable) () -> "s"), "s"),
                of("an anonymous class", anonymous("a"), null),
                of("a local class", local("b"), null));
    }

    @ParameterizedTest
    @MethodSource({"references", "bodies", "interfaces"})
    void a_function_works_after_two_journeys(Case one) throws Exception {
        Function0<?> once = roundTrip(one.function());
        Function0<?> twice = roundTrip(once);
        if (one.expected() == null) {
            assertThat(((Function0<?>) twice.call()).call()).isNotNull();
            return;
        }
        Object result = twice.call();
        assertThat(result instanceof StringBuilder ? result.toString() : result).isEqualTo(one.expected());
        assertThat(once.getClass().getInterfaces())
                .isEqualTo(one.function().getClass().getInterfaces());
    }

    @Test
    void lambdas_of_one_place_are_one_shape_and_differ_in_what_they_captured() throws Exception {
        List<Function0<Integer>> many = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            int captured = i;
            many.add(() -> captured);
        }
        int one = codec.encode(many.get(7)).length();
        assertThat(codec.encode(many).length() - one).isLessThan(100 * 8);
        List<Function0<Integer>> back = roundTrip(many);
        assertThat(back.get(42).call()).isEqualTo(42);
    }

    @Test
    void a_captured_object_stays_shared() throws Exception {
        List<Integer> shared = new ArrayList<>();
        Function0<Boolean> adds = () -> shared.add(1);
        Function0<Integer> counts = () -> shared.size();
        List<Function0<?>> back = roundTrip(new ArrayList<>(List.of(adds, counts)));
        assertThat(back.get(0).call()).isEqualTo(true);
        assertThat(back.get(1).call()).isEqualTo(1);
        assertThat(shared).isEmpty();
    }

    @Test
    void comparators_of_the_jdk_travel_with_the_functions_in_them() {
        Comparator<String> comparator = Comparator.comparing(
                        (java.util.function.Function<String, Integer> & Serializable) String::length)
                .thenComparing(Comparator.reverseOrder());
        List<String> words = new ArrayList<>(List.of("bb", "a", "cc"));
        words.sort(roundTrip(roundTrip(comparator)));
        assertThat(words).isEqualTo(List.of("a", "cc", "bb"));
    }

    @Test
    void a_lambda_that_is_not_serializable_is_refused_with_the_remedy() {
        Runnable plain = () -> {};
        Action0 around = plain::run;
        assertThatThrownBy(() -> codec.encode(around))
                .isInstanceOfSatisfying(
                        ClusterException.class,
                        e -> assertThat(e.code()).isEqualTo(ClusterException.Code.UNSERIALIZABLE))
                .hasMessageContaining("as java.lang.Runnable")
                .hasMessageContaining("the receiver")
                .hasMessageContaining("dev.muster.function");
    }

    @Test
    void a_lambda_that_leads_back_to_itself_is_refused_with_a_sentence() {
        Object[] box = new Object[1];
        Function0<Integer> selfish = () -> box.length;
        box[0] = selfish;
        assertThatThrownBy(() -> codec.encode(selfish))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("refers back to itself");
    }

    @SuppressWarnings("unchecked")
    private <T> T roundTrip(T value) {
        return (T) codec.decode(codec.encode(value));
    }

    private static String twice(String text) {
        return text + text;
    }

    private static String joined(String... parts) {
        return String.join("+", Arrays.asList(parts));
    }

    private static <T> T same(T value) {
        return value;
    }

    private static Function0<Function0<String>> anonymous(String captured) {
        return new Function0<>() {
            private static final long serialVersionUID = 1L;

            @Override
            public Function0<String> call() {
                return () -> captured;
            }
        };
    }

    private static Function0<Function0<String>> local(String captured) {
        class Local implements Function0<Function0<String>> {
            private static final long serialVersionUID = 1L;

            @Override
            public Function0<String> call() {
                return () -> captured;
            }
        }
        return new Local();
    }

    /** Calls what has a marker. */
    record Marked(Function0<String> function) implements Function0<Object> {
        @Override
        public Object call() throws Exception {
            return function instanceof RandomAccess ? function.call() : "lost its marker";
        }
    }

    /** An interface whose method narrows another one's, so that lambdas of it need a bridge. */
    interface Narrow extends Function1<String, String> {
        @Override
        String apply(String text);
    }

    record Bridged(Narrow function) implements Function0<Object> {
        @Override
        public Object call() throws Exception {
            Function1<String, String> seen = function;
            return seen.apply("text");
        }
    }

    /** Adds nothing. */
    interface Wide<T extends Number> extends Function1<T, Integer> {}

    record Widened(Wide<Integer> function) implements Function0<Object> {
        @Override
        public Object call() throws Exception {
            return function.apply(7);
        }
    }

    record Supplied(Supplier<String> supplier) implements Function0<Object> {
        @Override
        public Object call() {
            return supplier.get();
        }
    }

    /** Not Serializable: its fields travel all the same. */
    static class Base {
        final String name;

        Base(String name) {
            this.name = name;
        }

        String name() {
            return "base " + name;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Base base && base.name.equals(name);
        }

        @Override
        public int hashCode() {
            return name.hashCode();
        }
    }

    static final class Sub extends Base {
        Sub(String name) {
            super(name);
        }

        @Override
        String name() {
            return "sub " + name;
        }

        private String secret() {
            return "secret " + name;
        }

        Function0<Object> ofSuper() {
            return super::name;
        }

        Function0<Object> ofPrivate() {
            return this::secret;
        }

        Function0<Object> body() {
            return () -> name();
        }
    }

    record Pair(int left, String right) {
        Function0<Object> body() {
            return () -> left + right;
        }
    }

    interface Greeting extends Serializable {
        String whom();

        default String greet() {
            return "hello " + whom();
        }

        default Function0<Object> body() {
            return () -> greet() + "!";
        }

        static Function0<Object> make(String captured) {
            return () -> captured;
        }
    }

    record Greeter(String whom) implements Greeting {}

    enum Shape {
        ROUND {
            @Override
            int corners() {
                return 0;
            }
        },
        SQUARE {
            @Override
            int corners() {
                return 4;
            }
        };

        abstract int corners();

        Function0<Object> body() {
            return () -> this + " " + corners();
        }
    }

    static final class InConstructor {
        static final Function0<Object> STATIC = () -> "static";
        final Function0<Object> function;

        InConstructor(int number) {
            Function2<Integer, Integer, Integer> add = Integer::sum;
            function = () -> add.apply(number, 1);
        }
    }
}

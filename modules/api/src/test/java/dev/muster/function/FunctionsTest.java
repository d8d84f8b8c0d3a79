package dev.muster.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

class FunctionsTest {

    private static int ran;

    @Test
    void a_lambda_of_each_shape_travels_with_what_it_captures() throws Exception {
        int captured = 40;
        Function0<Integer> none = () -> captured + 2;
        Function1<Integer, Integer> one = a -> a + captured;
        Function2<Integer, Integer, Integer> two = (a, b) -> a + b + captured;
        Function3<Integer, Integer, Integer, Integer> three = (a, b, c) -> a + b + c + captured;
        Condition<Integer> condition = a -> a > captured;

        assertThat(copy(none).call()).isEqualTo(42);
        assertThat(copy(one).apply(1)).isEqualTo(41);
        assertThat(copy(two).apply(1, 2)).isEqualTo(43);
        assertThat(copy(three).apply(1, 2, 3)).isEqualTo(46);
        assertThat(copy(condition).test(41)).isTrue();
        assertThat(copy(condition).test(40)).isFalse();
    }

    @Test
    void an_action_travels_and_acts() throws Exception {
        ran = 0;
        int step = 3;
        Action0 action = () -> ran += step;
        Action1<Integer> actionOn = a -> ran += a;

        copy(action).run();
        copy(actionOn).accept(4);

        assertThat(ran).isEqualTo(7);
    }

    @Test
    void a_method_reference_travels() throws Exception {
        Function1<String, Integer> length = String::length;

        assertThat(copy(length).apply("four")).isEqualTo(4);
    }

    @Test
    void a_function_may_throw_a_checked_exception() {
        Function1<String, String> failing = a -> {
            throw new IOException(a);
        };

        assertThatThrownBy(() -> failing.apply("gone"))
                .isInstanceOf(IOException.class)
                .hasMessage("gone");
    }

    @Test
    void a_lambda_of_a_jdk_interface_would_not_travel() {
        Callable<Integer> callable = () -> 1;

        assertThatThrownBy(() -> copy(callable)).isInstanceOf(java.io.NotSerializableException.class);
    }

    @Test
    void pairs_and_triples_travel_and_may_hold_nulls() throws Exception {
        Pair<String, Integer> pair = new Pair<>(null, 1);
        Triple<String, Integer, Double> triple = new Triple<>("a", null, 2.0);

        assertThat(copy(pair)).isEqualTo(pair);
        assertThat(copy(triple)).isEqualTo(triple);
    }

    @SuppressWarnings("unchecked")
    private static <T> T copy(T value) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (T) in.readObject();
        }
    }
}

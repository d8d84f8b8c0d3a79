package dev.muster.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.muster.error.ClusterException;
import dev.muster.function.Function0;
import dev.muster.function.Function1;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What is said of a value that cannot travel: which class, by which path, what to do. */
class CulpritTest {
    private static final String REMEDY = "Copy the field to a local variable or call a static method";

    private final KryoCodec codec = KryoCodec.of(CulpritTest.class.getClassLoader());

    @Test
    void a_lambda_that_carries_its_object_along_says_so() {
        assertThat(refusal(new Job().byField()))
                .contains(Connection.class.getName()
                        + " in it is not Serializable, and the fields of its class cannot be read")
                .contains("'this' (Job) of the lambda in " + Job.class.getName() + ".byField → field Job.connection.")
                .contains(REMEDY);
    }

    @Test
    void a_captured_local_is_named_by_its_place() {
        Connection local = new Connection();
        int other = 3;
        Function1<Integer, String> lambda = x -> local.toString() + x + other;
        assertThat(refusal(lambda))
                .contains("captured value 1 (Connection) of the lambda in " + CulpritTest.class.getName()
                        + ".a_captured_local_is_named_by_its_place.");
    }

    @Test
    void a_bound_method_reference_names_its_receiver() {
        Connection receiver = new Connection();
        Function0<String> reference = receiver::toString;
        assertThat(refusal(reference)).contains("the receiver (Connection) of the method reference ::toString");
    }

    @Test
    void fields_collections_maps_and_arrays_are_on_the_path() {
        Object inner = new Object[] {"fine", Map.of("key", new Holder(new Connection()))};
        assertThat(refusal(new Holder(List.of(1, inner))))
                .contains(
                        "field Holder.content → element [1] → element [1] → the value of a key of String → field Holder.content.")
                .contains(REMEDY);
    }

    @Test
    void fields_of_super_classes_count_and_transient_and_static_ones_do_not() {
        assertThat(refusal(new Sub())).contains("field Holder.content");
    }

    @Test
    void a_value_that_is_itself_the_culprit_says_so() {
        assertThat(refusal(new Connection()))
                .isEqualTo(
                        "A value of " + Connection.class.getName()
                                + " cannot travel: it is not Serializable, and the fields of its class cannot be read. Make such an"
                                + " object inside the task; or, if it is your class, make it Serializable or open its package.");
    }

    @Test
    void a_lambda_of_the_jdk_gets_its_own_remedy() {
        Runnable plain = () -> {};
        assertThat(refusal(new Holder(plain)))
                .contains("a lambda in " + CulpritTest.class.getName() + " (as java.lang.Runnable)")
                .contains("field Holder.content")
                .contains("Declare it as a type of dev.muster.function");
    }

    @Test
    void what_a_reference_of_the_jdk_holds_is_found() {
        assertThat(refusal(new AtomicReference<>(new Connection())))
                .contains(Connection.class.getName()
                        + " in it is not Serializable, and the fields of its class cannot be read")
                .contains("its content")
                .contains(REMEDY);
    }

    @Test
    void an_anonymous_class_names_its_enclosing_object() {
        assertThat(refusal(new Job().anonymous()))
                .contains("A value of an anonymous " + Function0.class.getName() + " in " + Job.class.getName())
                .contains("field ")
                .contains("this$0")
                .contains(REMEDY);
    }

    private String refusal(Object value) {
        ClusterException refused = catchThrowableOfType(ClusterException.class, () -> codec.encode(value));
        assertThat(refused.code()).isEqualTo(ClusterException.Code.UNSERIALIZABLE);
        return refused.getMessage();
    }

    /** What cannot travel: its super class has closed fields. */
    static final class Connection extends Thread {
        @Override
        public String toString() {
            return "connection";
        }
    }

    /** Holds anything. */
    static class Holder implements Serializable {
        private static final long serialVersionUID = 1L;

        private final Object content;

        Holder(Object content) {
            this.content = content;
        }

        @Override
        public String toString() {
            return "Holder of " + content;
        }
    }

    /** Its own fields are no trouble. */
    static final class Sub extends Holder {
        private static final long serialVersionUID = 1L;
        static final Connection SHARED = new Connection();
        private final transient Connection unsent = new Connection();

        Sub() {
            super(new Connection());
        }

        Connection unsent() {
            return unsent;
        }
    }

    /** The usual mistake: a lambda that uses a field. */
    static final class Job implements Serializable {
        private static final long serialVersionUID = 1L;

        private final Connection connection = new Connection();

        Function0<String> byField() {
            return () -> connection.toString();
        }

        Function0<String> anonymous() {
            return new Function0<>() {
                private static final long serialVersionUID = 1L;

                @Override
                public String call() {
                    return connection.toString();
                }
            };
        }
    }
}

package dev.muster.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.error.ClusterException;
import dev.muster.error.ClusterException.Code;
import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectInputStream;
import java.io.ObjectOutput;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Users' own objects: what is in them, what they share, how they lead back to themselves. */
class ObjectGraphTest {
    private final KryoCodec codec = KryoCodec.of(ObjectGraphTest.class.getClassLoader());

    @Test
    void every_kind_of_field_comes_back() {
        Everything sent = new Everything();
        sent.fill();
        Everything back = roundTrip(sent);
        assertThat(back.shown()).isEqualTo(sent.shown());
        assertThat(back.unsent).isNull();
        assertThat(back.hidden()).isEqualTo(sent.hidden()).isNotEqualTo(back.shadow);
    }

    @Test
    void no_constructor_of_a_serializable_class_is_called_and_that_without_parameters_of_any_other() {
        assertThat(roundTrip(new Marked()).made).isEqualTo("by constructor");
        MarkedSerializable serializable = new MarkedSerializable();
        assertThat(roundTrip(serializable).made).isNull();
        assertThat(roundTrip(new Plain(7)).number).isEqualTo(7);
    }

    @Test
    void what_leads_back_to_itself_comes_back_so() {
        Node node = new Node("a");
        node.next = node;
        node.all.add(node);
        node.byName.put("self", node);
        node.array[0] = node;
        Node back = roundTrip(node);
        assertThat(back.next).isSameAs(back);
        assertThat(back.all.get(0)).isSameAs(back);
        assertThat(back.byName.get("self")).isSameAs(back);
        assertThat(back.array[0]).isSameAs(back);
    }

    @Test
    void collections_that_hold_themselves_come_back_so() {
        List<Object> list = new ArrayList<>();
        list.add(list);
        List<Object> back = roundTrip(list);
        assertThat(back.get(0)).isSameAs(back);
        Map<Object, Object> map = new TreeMap<>();
        map.put("me", map);
        Map<Object, Object> mapBack = roundTrip(map);
        assertThat(mapBack.get("me")).isSameAs(mapBack);
    }

    @Test
    void an_object_of_the_jdk_that_leads_back_to_itself_comes_back_so() {
        AtomicReference<Object> reference = new AtomicReference<>();
        List<Object> list = new ArrayList<>(List.of("x", reference));
        reference.set(list);
        List<Object> back = roundTrip(list);
        assertThat(((AtomicReference<?>) back.get(1)).get()).isSameAs(back);
        IOException first = new IOException("first");
        IllegalStateException second = new IllegalStateException("second", first);
        first.addSuppressed(second);
        IOException thrown = roundTrip(first);
        assertThat(thrown.getSuppressed()[0].getCause()).isSameAs(thrown);
        assertThat(thrown.getStackTrace()).isEqualTo(first.getStackTrace());
    }

    @Test
    void a_record_that_leads_back_to_itself_is_refused_with_its_path() {
        List<Object> list = new ArrayList<>();
        Holder holder = new Holder(list);
        list.add(holder);
        assertThatThrownBy(() -> codec.encode(holder))
                .isInstanceOfSatisfying(
                        ClusterException.class, e -> assertThat(e.code()).isEqualTo(Code.UNSERIALIZABLE))
                .hasMessageContaining("refers back to itself")
                .hasMessageContaining("Break the cycle");
        assertThatThrownBy(() -> codec.encode(List.of(holder))).hasMessageContaining("element [0]");
    }

    @Test
    void what_is_shared_across_forms_stays_shared() {
        Plain shared = new Plain(3);
        List<Object> sent = new ArrayList<>();
        sent.add(shared);
        sent.add(Collections.unmodifiableList(new ArrayList<>(List.of(shared))));
        sent.add(new AtomicReference<>(shared));
        sent.add(List.of(shared));
        sent.add(new Object[] {shared});
        sent.add(new Holder(shared));
        sent.add(new Growing(shared));
        List<Object> back = roundTrip(sent);
        Object one = back.get(0);
        assertThat(((List<?>) back.get(1)).get(0)).isSameAs(one);
        assertThat(((AtomicReference<?>) back.get(2)).get()).isSameAs(one);
        assertThat(((List<?>) back.get(3)).get(0)).isSameAs(one);
        assertThat(((Object[]) back.get(4))[0]).isSameAs(one);
        assertThat(((Holder) back.get(5)).content()).isSameAs(one);
        assertThat(((Growing) back.get(6)).get(0)).isSameAs(one);
    }

    @ParameterizedTest
    @ValueSource(ints = {20_000, 1_000_000})
    void a_linked_list_too_long_for_the_stack_is_refused_and_harms_nothing(int length) throws InterruptedException {
        Node first = new Node("first");
        Node last = first;
        for (int i = 0; i < length; i++) {
            last.next = new Node("n");
            last = last.next;
        }
        List<Throwable> thrown = new ArrayList<>();
        Thread thread = new Thread(null, () -> thrown.add(catching(() -> codec.encode(first))), "small", 256 << 10);
        thread.start();
        thread.join();
        assertThat(thrown.get(0))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("nest too deeply for the stack")
                .hasMessageContaining(Node.class.getName())
                .hasMessageContaining("Use an array or a collection");
        assertThat(roundTrip(new Node("after")).name).isEqualTo("after");
    }

    private static Throwable catching(Runnable action) {
        try {
            action.run();
            return new AssertionError("nothing was thrown");
        } catch (ClusterException expected) {
            return expected;
        }
    }

    @Test
    void classes_that_say_how_they_are_written_are_taken_at_their_word() {
        assertThat(roundTrip(Single.ONE)).isSameAs(Single.ONE);
        assertThat(roundTrip(new Replaced("x"))).isEqualTo(new Replaced("x after its journey"));
        Cached back = roundTrip(new Cached("abc"));
        assertThat(back.length).isEqualTo(3);
        assertThat(roundTrip(new External("abc")).text).isEqualTo("abc!");
        Growing growing = new Growing(1);
        growing.limit = 9;
        Growing grown = roundTrip(growing);
        assertThat(grown).isEqualTo(List.of(1));
        assertThat(grown.limit).isEqualTo(9);
        Map<String, Integer> anonymous = anonymous();
        assertThat(roundTrip(anonymous)).isEqualTo(Map.of("a", 1)).hasSameClassAs(anonymous);
    }

    private static Map<String, Integer> anonymous() {
        return new HashMap<>() {
            private static final long serialVersionUID = 1L;

            {
                put("a", 1);
            }
        };
    }

    @Test
    void a_lock_that_is_a_plain_object_comes_back_shared() {
        Object lock = new Object();
        Object[] back = roundTrip(new Object[] {lock, List.of(lock)});
        assertThat(back[0]).isExactlyInstanceOf(Object.class).isSameAs(((List<?>) back[1]).get(0));
    }

    @Test
    void a_proxy_comes_back_with_its_handler() {
        Named proxy = (Named)
                Proxy.newProxyInstance(Named.class.getClassLoader(), new Class<?>[] {Named.class}, new Answering("me"));
        Named back = roundTrip(proxy);
        assertThat(back.name()).isEqualTo("me");
        assertThat(Proxy.isProxyClass(back.getClass())).isTrue();
    }

    @Test
    void enums_with_bodies_sealed_types_and_nested_records_come_back() {
        Set<Object> sent = new HashSet<>(List.of(Sign.MINUS, Sign.PLUS));
        assertThat(roundTrip(sent)).isEqualTo(sent);
        assertThat(roundTrip(Sign.PLUS)).isSameAs(Sign.PLUS);
        Expression sum = new Sum(new Literal(1), new Sum(new Literal(2), new Literal(3)));
        assertThat(roundTrip(sum)).isEqualTo(sum);
    }

    @SuppressWarnings("unchecked")
    private <T> T roundTrip(T value) {
        return (T) codec.decode(codec.encode(value));
    }

    /** Has a hidden field. */
    static class Below {
        private String shadow = "below";

        String hidden() {
            return shadow;
        }
    }

    /** Not Serializable, with final fields. */
    static final class Everything extends Below {
        final boolean flag = Boolean.parseBoolean("true");
        byte octet;
        char letter;
        short small;
        int whole;
        long wide;
        float single;
        double real;
        private String text;
        int[][] nested;
        Object anything;
        String shadow = "above";
        transient String unsent;

        void fill() {
            octet = -5;
            letter = '見';
            small = -300;
            whole = Integer.MIN_VALUE;
            wide = Long.MAX_VALUE;
            single = Float.NaN;
            real = -0.0;
            text = "text";
            nested = new int[][] {{1}, {}};
            anything = List.of(1);
            unsent = "stays";
        }

        List<Object> shown() {
            return List.of(flag, octet, letter, small, whole, wide, single, real, text, nested[0][0], anything, shadow);
        }
    }

    static final class Marked {
        transient String made;

        private Marked() {
            made = "by constructor";
        }
    }

    static final class MarkedSerializable implements Serializable {
        private static final long serialVersionUID = 1L;
        transient String made;

        private MarkedSerializable() {
            made = "by constructor";
        }
    }

    static final class Plain {
        final int number;

        Plain(int number) {
            this.number = number;
        }
    }

    static final class Node {
        final String name;
        final List<Node> all = new ArrayList<>(1);
        final Map<String, Node> byName = new HashMap<>(1);
        final Node[] array = new Node[1];
        Node next;

        Node(String name) {
            this.name = name;
        }
    }

    record Holder(Object content) {}

    /** A collection with a field of its own. */
    static final class Growing extends ArrayList<Object> {
        private static final long serialVersionUID = 1L;
        int limit;

        Growing(Object first) {
            add(first);
        }
    }

    static final class Single implements Serializable {
        private static final long serialVersionUID = 1L;
        static final Single ONE = new Single();

        private Object readResolve() {
            return ONE;
        }
    }

    record Replaced(String text) implements Serializable {
        private Object writeReplace() {
            return new Replacement(text);
        }
    }

    record Replacement(String text) implements Serializable {
        private Object readResolve() {
            return new Replaced(text + " after its journey");
        }
    }

    static final class Cached implements Serializable {
        private static final long serialVersionUID = 1L;
        final String text;
        transient int length;

        Cached(String text) {
            this.text = text;
        }

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.defaultWriteObject();
            out.writeInt(text.length());
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            length = in.readInt();
        }
    }

    /** Writes itself. */
    public static final class External implements Externalizable {
        private static final long serialVersionUID = 1L;
        private String text;

        public External() {}

        External(String text) {
            this.text = text;
        }

        @Override
        public void writeExternal(ObjectOutput out) throws IOException {
            out.writeUTF(text);
        }

        @Override
        public void readExternal(ObjectInput in) throws IOException {
            text = in.readUTF() + "!";
        }
    }

    interface Named {
        String name();
    }

    record Answering(String answer) implements InvocationHandler {
        @Override
        public Object invoke(Object proxy, java.lang.reflect.Method method, Object[] arguments) {
            return answer;
        }
    }

    enum Sign {
        PLUS {
            @Override
            int of(int number) {
                return number;
            }
        },
        MINUS {
            @Override
            int of(int number) {
                return -number;
            }
        };

        abstract int of(int number);
    }

    sealed interface Expression permits Literal, Sum {}

    record Literal(int value) implements Expression {}

    record Sum(Expression left, Expression right) implements Expression {}
}

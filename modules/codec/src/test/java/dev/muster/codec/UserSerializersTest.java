package dev.muster.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.error.ClusterException;
import dev.muster.error.ClusterException.Code;
import dev.muster.protocol.Payload;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Serializers of users': used by the sender, and from then on by the receiver. */
class UserSerializersTest {
    private static final ClassLoader LOADER = UserSerializersTest.class.getClassLoader();

    private final KryoCodec client =
            KryoCodec.of(LOADER, Map.of(Money.class, MoneyIo.class, Shape.class, ShapeIo.class));
    private final KryoCodec worker = KryoCodec.of(LOADER);

    @Test
    void a_serializer_is_used_wherever_its_type_is_met() {
        assertThat(client.decode(client.encode(new Money(5)))).isEqualTo(new Money(1_005));
        Object nested = client.decode(client.encode(List.of(Map.of("k", new Money(5)))));
        assertThat(nested).isEqualTo(List.of(Map.of("k", new Money(1_005))));
        Money shared = new Money(1);
        Object[] pair = (Object[]) client.decode(client.encode(new Object[] {shared, shared}));
        assertThat(pair[0]).isSameAs(pair[1]);
    }

    @Test
    void the_serializer_of_an_interface_serves_its_implementations() {
        assertThat(client.decode(client.encode(new Circle(3)))).isEqualTo(new Circle(6));
        assertThat(client.decode(client.encode(new Square(3)))).isEqualTo(new Circle(6));
    }

    @Test
    void constants_and_boxed_values_are_not_served_by_what_they_implement() {
        KryoCodec codec = KryoCodec.of(LOADER, Map.of(Shape.class, ShapeIo.class, Number.class, NumberIo.class));
        Object sent = List.of(Known.UNIT, 7, new Circle(1), Known.UNIT, "x", new java.math.BigDecimal("1.5"));
        assertThat(codec.decode(codec.encode(sent)))
                .isEqualTo(List.of(Known.UNIT, 7, new Circle(2), Known.UNIT, "x", new java.math.BigDecimal("2")));
        KryoCodec exact = KryoCodec.of(LOADER, Map.of(Known.class, KnownIo.class));
        assertThat(exact.decode(exact.encode(List.of(Known.UNIT, Known.BODY, 1))))
                .isEqualTo(List.of(Known.UNIT, Known.UNIT, 1));
    }

    @Test
    void a_worker_learns_the_serializers_of_what_it_is_sent() {
        Payload before = worker.encode(new Money(5));
        assertThat(worker.decode(before)).isEqualTo(new Money(5));
        assertThat(worker.decode(client.encode(List.of("a function")))).isEqualTo(List.of("a function"));
        Payload after = worker.encode(new Money(5));
        assertThat(client.decode(after)).isEqualTo(new Money(1_005));
        assertThat(client.decode(before)).isEqualTo(new Money(5));
    }

    @Test
    void rows_of_arguments_use_them_too() {
        Object[] target = new Object[1];
        assertThat(worker.decode(client.encode(List.of("the function")))).isNotNull();
        worker.decodeRow(client.encodeRows(new Object[] {new Money(7), 8}, 1), 0, target);
        assertThat(target[0]).isEqualTo(new Money(1_007));
        worker.decodeRow(client.encodeRows(new Object[] {new Money(7), 8}, 1), 1, target);
        assertThat(target[0]).isEqualTo(8);
    }

    @Test
    void a_client_never_adopts_those_of_others() {
        KryoCodec other = KryoCodec.of(LOADER, Map.of());
        assertThat(other.decode(client.encode(new Money(1)))).isEqualTo(new Money(1_001));
        assertThat(client.decode(other.encode(new Money(5)))).isEqualTo(new Money(5));
    }

    @Test
    void a_serializer_that_fails_or_reads_too_little_is_named() {
        KryoCodec codec = KryoCodec.of(LOADER, Map.of(Money.class, Careless.class));
        Payload payload = codec.encode(new Money(1));
        assertThatThrownBy(() -> codec.decode(payload))
                .isInstanceOfSatisfying(
                        ClusterException.class, e -> assertThat(e.code()).isEqualTo(Code.UNSERIALIZABLE))
                .hasMessageContaining("read of " + Careless.class.getName())
                .hasMessageContaining("it left 1 of 9 bytes");
        assertThatThrownBy(() -> codec.encode(new Money(-1)))
                .hasMessageContaining("write of " + Careless.class.getName())
                .hasMessageContaining("no debts");
    }

    /** A value. */
    record Money(long cents) {}

    /** Leaves a trace, so that its use shows. */
    public static final class MoneyIo implements UserSerializer<Money> {
        @Override
        public void write(Money value, DataOutput out) throws IOException {
            out.writeLong(value.cents());
        }

        @Override
        public Money read(DataInput in) throws IOException {
            return new Money(in.readLong() + 1_000);
        }
    }

    /** A kind of values. */
    interface Shape {
        int size();
    }

    record Circle(int size) implements Shape {}

    record Square(int size) implements Shape {}

    /** Shapes by name. */
    enum Known implements Shape {
        UNIT,
        BODY {
            @Override
            public int size() {
                return 2;
            }
        };

        @Override
        public int size() {
            return 1;
        }
    }

    /** Rounds. */
    public static final class NumberIo implements UserSerializer<Number> {
        @Override
        public void write(Number value, DataOutput out) throws IOException {
            out.writeLong(Math.round(value.doubleValue()));
        }

        @Override
        public Number read(DataInput in) throws IOException {
            return new java.math.BigDecimal(in.readLong());
        }
    }

    /** Makes units of all. */
    public static final class KnownIo implements UserSerializer<Known> {
        @Override
        public void write(Known value, DataOutput out) {}

        @Override
        public Known read(DataInput in) {
            return Known.UNIT;
        }
    }

    /** Makes circles of all. */
    public static final class ShapeIo implements UserSerializer<Shape> {
        @Override
        public void write(Shape value, DataOutput out) throws IOException {
            out.writeInt(value.size());
        }

        @Override
        public Shape read(DataInput in) throws IOException {
            return new Circle(2 * in.readInt());
        }
    }

    /** Does not read all that it wrote. */
    public static final class Careless implements UserSerializer<Money> {
        @Override
        public void write(Money value, DataOutput out) throws IOException {
            if (value.cents() < 0) {
                throw new IOException("no debts");
            }
            out.writeLong(value.cents());
            out.writeByte(1);
        }

        @Override
        public Money read(DataInput in) throws IOException {
            return new Money(in.readLong());
        }
    }
}

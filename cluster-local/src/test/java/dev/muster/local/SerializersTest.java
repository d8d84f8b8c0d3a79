package dev.muster.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.client.Client;
import dev.muster.client.ValueSerializer;
import dev.muster.config.Settings;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Serializers that a client brings, on workers that have never heard of them. */
class SerializersTest {
    @Test
    void arguments_captured_values_and_results_are_written_by_the_clients_serializer() {
        Settings strict = Settings.defaults().with("muster.local.strict", true);
        try (LocalCluster cluster = LocalCluster.builder()
                        .settings(strict)
                        .workers(2)
                        .threadsPerWorker(1)
                        .build();
                Client client = Client.builder()
                        .cluster(cluster)
                        .serializer(Money.class, MoneyIo.class)
                        .build()) {
            Money captured = new Money(10, 0);
            assertThat(client.submit(() -> captured.journeys).result()).isEqualTo(1);
            assertThat(client.submit((Money money) -> money.journeys, captured).result())
                    .isEqualTo(1);
            assertThat(client.map((Money money) -> money.journeys, List.of(captured, captured))
                            .results())
                    .isEqualTo(List.of(1, 1));
            // A worker that was never sent one learns of the serializer with the function.
            assertThat(client.submit(() -> new Money(3, 0)).result().journeys).isEqualTo(1);
            assertThat(client.submit(() -> new Money(3, 0))
                            .thenApply(money -> money)
                            .result()
                            .journeys)
                    .isEqualTo(2);
        }
    }

    @Test
    void a_type_that_always_travels_in_our_own_form_takes_no_serializer() {
        assertThatThrownBy(() -> Client.builder().serializer(String.class, TextIo.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("type=java.lang.String");
    }

    /** Counts its journeys, without a serializer not at all: the field is transient. */
    static final class Money {
        final long cents;
        final transient int journeys;

        Money(long cents, int journeys) {
            this.cents = cents;
            this.journeys = journeys;
        }
    }

    /** Writes money. */
    public static final class MoneyIo implements ValueSerializer<Money> {
        @Override
        public void write(Money value, DataOutput out) throws IOException {
            out.writeLong(value.cents);
            out.writeInt(value.journeys);
        }

        @Override
        public Money read(DataInput in) throws IOException {
            return new Money(in.readLong(), in.readInt() + 1);
        }
    }

    /** Writes texts. */
    public static final class TextIo implements ValueSerializer<String> {
        @Override
        public void write(String value, DataOutput out) throws IOException {
            out.writeUTF(value);
        }

        @Override
        public String read(DataInput in) throws IOException {
            return in.readUTF();
        }
    }
}

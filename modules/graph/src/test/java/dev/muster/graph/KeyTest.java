package dev.muster.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTest {

    @Test
    void the_text_is_prefix_dash_number_or_the_prefix_alone() {
        assertThat(new Key("load", 7)).hasToString("load-7");
        assertThat(new Key("load", Key.NO_NUMBER)).hasToString("load");
        assertThat(new Key("load-7", 0)).hasToString("load-7-0");
    }

    @Test
    void a_number_is_what_follows_the_last_dash() {
        assertThat(Key.parse("load-7")).isEqualTo(new Key("load", 7));
        assertThat(Key.parse("a-b-0")).isEqualTo(new Key("a-b", 0));
        assertThat(Key.parse("x--3")).isEqualTo(new Key("x-", 3));
        assertThat(Key.parse("x-9223372036854775807")).isEqualTo(new Key("x", Long.MAX_VALUE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "load",
                "7",
                "-7",
                "load-",
                "load-07",
                "load-00",
                "load7",
                "load-7x",
                "x-9223372036854775808",
                "x-10000000000000000000",
                "load-٧"
            })
    void what_is_no_canonical_number_stays_in_the_prefix(String text) {
        Key key = Key.parse(text);

        assertThat(key.hasNumber()).isFalse();
        assertThat(key.prefix()).isEqualTo(text);
        assertThat(key).hasToString(text);
    }

    @Test
    void text_and_key_correspond_one_to_one() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder("k");
            for (int length = random.nextInt(8); length > 0; length--) {
                text.append("a-019".charAt(random.nextInt(5)));
            }
            Key key = Key.parse(text.toString());
            assertThat(key).hasToString(text.toString());
            assertThat(new Key(key.prefix(), key.number())).isEqualTo(key).hasSameHashCodeAs(key);
        }
    }

    @Test
    void keys_sort_by_prefix_and_then_by_number() {
        assertThat(Stream.of("b-1", "a-10", "a-9", "a", "b")
                        .map(Key::parse)
                        .sorted()
                        .toList())
                .hasToString("[a, a-9, a-10, b, b-1]");
    }

    @Test
    void a_key_without_prefix_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Key.parse("")).withMessageContaining("empty");
        assertThatIllegalArgumentException().isThrownBy(() -> new Key("", 1)).withMessageContaining("empty");
    }

    @Test
    void a_negative_number_is_refused_by_name() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Key("load", -2))
                .withMessageContaining("\"load\"")
                .withMessageContaining("-2");
    }

    @Test
    void two_keys_of_one_text_cannot_be_made() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Key("load-7", Key.NO_NUMBER))
                .withMessageContaining("Key.parse(\"load-7\")");
    }
}

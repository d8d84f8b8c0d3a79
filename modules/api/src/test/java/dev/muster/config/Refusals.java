package dev.muster.config;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.muster.error.ClusterException;
import dev.muster.error.ClusterException.Code;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What every refusal of a setting has in common. */
final class Refusals {

    private Refusals() {}

    /** The call is refused with code CONFIG, and its message has all the parts. */
    static void assertRefused(ThrowingCallable call, String... parts) {
        assertThatExceptionOfType(ClusterException.class)
                .isThrownBy(call)
                .matches(e -> e.code() == Code.CONFIG, "has code CONFIG")
                .satisfies(e -> org.assertj.core.api.Assertions.assertThat(e.getMessage())
                        .contains(parts));
    }

    /** Each value is refused by key, value and source when it is set, the record never being reached. */
    static void assertBadValues(String key, String... values) {
        for (String value : values) {
            assertRefused(() -> Settings.defaults().with(key, value), key, '"' + value + '"', "(code)", "allowed is ");
        }
    }

    /** The same settings pass through the record without complaint: the good neighbour of a bad value. */
    static void assertGoodValues(String key, Consumer<Settings> record, String... values) {
        for (String value : values) {
            record.accept(Settings.defaults().with(key, value));
        }
    }
}

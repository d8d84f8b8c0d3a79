package dev.muster;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Checks of what callers hand in, with the sentences that refuse it. Stateless. */
final class Require {

    private Require() {}

    static <T> T given(@Nullable T value, String parameter) {
        if (value == null) {
            throw new IllegalArgumentException(parameter + " is null: functions, schedulers, options, futures and"
                    + " collections must be given; only arguments and values may be null");
        }
        return value;
    }

    /** A collection without nulls. */
    static <T, C extends Collection<T>> C each(@Nullable C values, String parameter) {
        C checked = given(values, parameter);
        int index = 0;
        for (T value : checked) {
            given(value, parameter + "[" + index + "]");
            index++;
        }
        return checked;
    }

    static int atLeast(int least, int value, String parameter) {
        if (value < least) {
            throw new IllegalArgumentException(parameter + "=" + value + ": at least " + least + " is needed");
        }
        return value;
    }
}

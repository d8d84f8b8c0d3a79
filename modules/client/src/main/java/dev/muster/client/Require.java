package dev.muster.client;

import java.time.Duration;

/** Checks of what callers hand in, with the sentences that refuse it. Stateless. */
final class Require {

    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    private Require() {}

    /** The value, which may not be null, whatever its type promises: callers are not all checked by a compiler. */
    static <T> T given(T value, String parameter) {
        if (value == null) {
            throw new IllegalArgumentException(
                    parameter + " is null: functions, options, futures and collections must be"
                            + " given; only arguments and values may be null");
        }
        return value;
    }

    static int atLeast(int least, int value, String parameter) {
        if (value < least) {
            throw new IllegalArgumentException(parameter + "=" + value + ": at least " + least + " is needed");
        }
        return value;
    }

    /** A text with something in it. */
    static String text(String value, String parameter) {
        if (given(value, parameter).isBlank()) {
            throw new IllegalArgumentException(parameter + " is blank: at least one visible character is needed");
        }
        return value;
    }

    /** Nanoseconds of a duration that may be zero; durations beyond 292 years count as for ever. */
    static long nanos(Duration duration, String parameter) {
        if (given(duration, parameter).isNegative()) {
            throw new IllegalArgumentException(parameter + "=" + duration + ": at least 0s is needed");
        }
        return duration.compareTo(LONGEST) >= 0 ? Long.MAX_VALUE : duration.toNanos();
    }

    /** A duration of more than nothing. */
    static Duration positive(Duration duration, String parameter) {
        if (given(duration, parameter).isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(parameter + "=" + duration + ": more than 0s is needed");
        }
        return duration;
    }
}

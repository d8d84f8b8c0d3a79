package dev.muster.config;

import java.time.Duration;

/** The checks that the records of settings share. Each refusal names field, value and bound. */
final class Bounds {

    private Bounds() {}

    static void atLeast(String field, int value, int least) {
        require(value >= least, field, value, "at least " + least + " is needed");
    }

    static void fraction(String field, double value) {
        require(value >= 0 && value <= 1, field, value, "a fraction from 0 to 1 is needed");
    }

    static void notNegative(String field, Duration value) {
        require(!value.isNegative(), field, value, "at least 0s is needed");
    }

    static void positive(String field, Duration value) {
        require(!value.isNegative() && !value.isZero(), field, value, "more than 0s is needed");
    }

    static void positive(String field, DataSize value) {
        require(value.bytes() > 0, field, value, "at least 1B is needed");
    }

    static <T extends Comparable<T>> void below(String field, T value, String other, T limit) {
        require(value.compareTo(limit) < 0, field, value, "it must lie below " + other + "=" + limit);
    }

    static <T extends Comparable<T>> void notAbove(String field, T value, String other, T limit) {
        require(value.compareTo(limit) <= 0, field, value, "it must lie at or below " + other + "=" + limit);
    }

    private static void require(boolean met, String field, Object value, String bound) {
        if (!met) {
            throw new IllegalArgumentException(field + "=" + value + ": " + bound);
        }
    }
}

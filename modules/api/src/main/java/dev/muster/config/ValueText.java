package dev.muster.config;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How a value given in code is written as text, so that it takes the same road as all others. */
final class ValueText {

    private ValueText() {}

    static String of(String key, @Nullable Object value) {
        if (value instanceof Duration duration) {
            return duration(key, duration);
        }
        if (value instanceof Enum<?> constant) {
            return Kind.word(constant);
        }
        if (value instanceof CharSequence
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof DataSize
                || value instanceof MemoryLimit
                || value instanceof PortRange
                || value instanceof Path) {
            return value.toString();
        }
        throw new IllegalArgumentException("value of " + key + " is "
                + (value == null ? "null" : value + ", a " + value.getClass().getName())
                + ": text, a number, a boolean, a Duration, a DataSize, a path or an enum constant is needed");
    }

    private static String duration(String key, Duration duration) {
        if (duration.compareTo(DurationText.LONGEST) > 0 || duration.isNegative()) {
            throw new IllegalArgumentException("value of " + key + " is " + duration + ": a duration from 0s to "
                    + DurationText.format(DurationText.LONGEST) + " is needed");
        }
        return DurationText.format(duration);
    }
}

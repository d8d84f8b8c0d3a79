package dev.muster.config;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a duration is written in a setting: a number and a unit. */
final class DurationText {

    /** A hundred years: nobody means more, and its nanoseconds still fit in a {@code long}. */
    static final Duration LONGEST = Duration.ofDays(36_500);

    private static final Pattern FORM = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)\\s*([A-Za-zµ]*)");
    private static final long SECOND = 1_000_000_000L;

    private DurationText() {}

    static Duration parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is not a duration: write 30s or 100ms");
        }
        BigDecimal number = new BigDecimal(form.group(1));
        if (number.signum() == 0 && form.group(2).isEmpty()) {
            return Duration.ZERO;
        }
        BigDecimal nanos = number.multiply(BigDecimal.valueOf(nanosOf(text, form.group(2))));
        if (nanos.compareTo(BigDecimal.valueOf(LONGEST.toNanos())) > 0) {
            throw new IllegalArgumentException("\"" + text + "\" is too long: at most " + format(LONGEST));
        }
        return Duration.ofNanos(nanos.setScale(0, RoundingMode.DOWN).longValueExact());
    }

    private static long nanosOf(String text, String unit) {
        return switch (unit.toLowerCase(Locale.ROOT)) {
            case "ns" -> 1;
            case "us", "µs" -> 1_000;
            case "ms" -> 1_000_000;
            case "s" -> SECOND;
            case "m", "min" -> 60 * SECOND;
            case "h" -> 3_600 * SECOND;
            case "d" -> 86_400 * SECOND;
            default ->
                throw new IllegalArgumentException(
                        "\"" + text + "\" is not a duration: the unit must be one of ns, us, ms, s, m, min, h, d");
        };
    }

    /** The exact text in the largest unit that keeps it whole; {@link #parse} reads it. */
    static String format(Duration duration) {
        long nanos = duration.toNanos();
        if (nanos % SECOND == 0) {
            long seconds = nanos / SECOND;
            if (seconds == 0 || seconds % 60 != 0) {
                return seconds + "s";
            }
            if (seconds % 86_400 == 0) {
                return seconds / 86_400 + "d";
            }
            return seconds % 3_600 == 0 ? seconds / 3_600 + "h" : seconds / 60 + "m";
        }
        if (nanos % 1_000_000 == 0) {
            return nanos / 1_000_000 + "ms";
        }
        return nanos % 1_000 == 0 ? nanos / 1_000 + "us" : nanos + "ns";
    }
}

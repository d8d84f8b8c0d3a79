package dev.muster.progress;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Numbers and times in few characters. Stateless; the same in every locale. */
final class Figure {

    private static final String[] UNITS = {"", "k", "M", "G", "T"};

    private Figure() {}

    /** At most five characters: {@code 9999}, {@code 12.3k}, {@code 123k}, {@code 1.23M}. */
    static String count(long number) {
        return number < 10_000 ? Long.toString(number) : scaled((double) number);
    }

    /** A rate: {@code 0.25/s}, {@code 4.5/s}, {@code 123/s}, {@code 12.3k/s}. */
    static String rate(double perSecond) {
        return (perSecond < 0.995 ? String.format(Locale.ROOT, "%.2f", perSecond) : scaled(perSecond)) + "/s";
    }

    private static String scaled(double number) {
        double scaled = number;
        int unit = 0;
        // 999.5 and not 1000: what rounds up to four digits belongs to the next unit.
        while (scaled >= 999.5 && unit < UNITS.length - 1) {
            scaled /= 1000;
            unit++;
        }
        return threeDigits(scaled) + UNITS[unit];
    }

    private static String threeDigits(double number) {
        int decimals = number >= 99.95 ? 0 : number >= 9.995 ? 1 : 2;
        String text = String.format(Locale.ROOT, "%." + decimals + "f", number);
        return decimals == 0 ? text : withoutTrailingZeros(text);
    }

    private static String withoutTrailingZeros(String text) {
        int end = text.length();
        while (text.charAt(end - 1) == '0') {
            end--;
        }
        return text.substring(0, text.charAt(end - 1) == '.' ? end - 1 : end);
    }

    /** A whole percentage that is 100 only when all is done, and 0 only when nothing is. */
    static String percent(long part, long whole) {
        if (whole == 0) {
            return "0%";
        }
        long rounded = Math.round(100.0 * part / whole);
        if (part > 0 && part < whole) {
            rounded = Math.max(1, Math.min(99, rounded));
        }
        return rounded + "%";
    }

    /** A duration for people: {@code 0.3s}, {@code 12s}, {@code 3m05s}, {@code 2h07m}, {@code 3d04h}. */
    static String time(long nanos) {
        if (nanos < TimeUnit.MILLISECONDS.toNanos(9_950)) {
            return String.format(Locale.ROOT, "%.1fs", nanos / 1e9);
        }
        long seconds = Math.round(nanos / 1e9);
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3_600) {
            return String.format(Locale.ROOT, "%dm%02ds", seconds / 60, seconds % 60);
        }
        if (seconds < 86_400) {
            return String.format(Locale.ROOT, "%dh%02dm", seconds / 3_600, seconds % 3_600 / 60);
        }
        long days = seconds / 86_400;
        return days > 999 ? ">999d" : String.format(Locale.ROOT, "%dd%02dh", days, seconds % 86_400 / 3_600);
    }
}

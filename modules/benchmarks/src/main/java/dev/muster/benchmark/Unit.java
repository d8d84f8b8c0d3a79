package dev.muster.benchmark;

import java.util.Locale;

/** What a figure counts, and which way is better. */
enum Unit {
    /** Higher is better. */
    TASKS_PER_SECOND,
    /** Lower is better. */
    MICROSECONDS,
    /** Lower is better. */
    BYTES,
    /** A number of things; lower is better. */
    COUNT,
    /** A ratio to something ideal; lower is better. */
    TIMES;

    boolean higherIsBetter() {
        return this == TASKS_PER_SECOND;
    }

    /** Whether a figure reaches a bound. */
    boolean reaches(double figure, double bound) {
        return higherIsBetter() ? figure >= bound : figure <= bound;
    }

    /** The figure with its unit, in three significant digits. */
    String text(double figure) {
        return switch (this) {
            case TASKS_PER_SECOND -> figure >= 1e6 ? digits(figure / 1e6) + " M/s" : digits(figure / 1e3) + " k/s";
            case MICROSECONDS -> digits(figure) + " µs";
            case BYTES -> String.format(Locale.ROOT, "%.0f B", figure);
            case COUNT -> String.format(Locale.ROOT, "%,.0f", figure);
            case TIMES -> String.format(Locale.ROOT, "%.3f ×", figure);
        };
    }

    private static String digits(double figure) {
        if (figure >= 100) {
            return String.format(Locale.ROOT, "%.0f", figure);
        }
        return String.format(Locale.ROOT, figure >= 10 ? "%.1f" : "%.2f", figure);
    }
}

package dev.muster.scheduler;

import java.util.Locale;

/** Amounts as people read them. Stateless. */
final class Words {
    private Words() {}

    /** "3 tasks", "1 task". */
    static String count(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    /** A duration with a fitting unit. */
    static String nanos(long nanos) {
        if (nanos < 1_000) {
            return nanos + " ns";
        }
        if (nanos < 1_000_000) {
            return oneDigit(nanos / 1e3) + " µs";
        }
        return nanos < 1_000_000_000 ? oneDigit(nanos / 1e6) + " ms" : oneDigit(nanos / 1e9) + " s";
    }

    /** A size with a fitting unit. */
    static String bytes(long bytes) {
        if (bytes < 1 << 10) {
            return bytes + " B";
        }
        if (bytes < 1 << 20) {
            return oneDigit(bytes / 1024.0) + " KiB";
        }
        return bytes < 1 << 30
                ? oneDigit(bytes / (1024.0 * 1024)) + " MiB"
                : oneDigit(bytes / (1024.0 * 1024 * 1024)) + " GiB";
    }

    private static String oneDigit(double number) {
        return String.format(Locale.ROOT, "%.1f", number);
    }
}

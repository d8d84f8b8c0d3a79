package dev.muster.benchmark;

import java.util.Arrays;
import java.util.concurrent.Callable;

/**
 * How much work a measurement is worth. Immutable.
 *
 * <p>A figure is the median of several rounds after a warm-up that is long enough for the second compiler; a smoke test does each
 * thing once, at a thousandth of the size, and its figures mean nothing.
 *
 * @param smoke whether this is only to see that every row runs
 * @param warmUpNanos how long rounds are run before they count
 * @param rounds how many count
 */
record Effort(boolean smoke, long warmUpNanos, int rounds) {
    static final Effort FULL = new Effort(false, 4_000_000_000L, 7);
    static final Effort SMOKE = new Effort(true, 0, 1);

    private static final int SMOKE_DIVISOR = 1_000;
    private static final int SMALLEST = 16;

    /** So many of something, or few of it in a smoke test. */
    int of(int count) {
        return smoke ? Math.max(SMALLEST, count / SMOKE_DIVISOR) : count;
    }

    /** A duration, or a hundredth of it in a smoke test. */
    long nanos(long nanos) {
        return smoke ? nanos / 100 : nanos;
    }

    /** The median of what the rounds answer, after the warm-up. */
    double median(Callable<Double> round) throws Exception {
        long start = System.nanoTime();
        while (System.nanoTime() - start < warmUpNanos) {
            round.call();
        }
        double[] figures = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            figures[i] = round.call();
        }
        return middle(figures);
    }

    /** Like {@link #median} for long rounds: one of them warms up. */
    double medianOfFew(Callable<Double> round) throws Exception {
        if (!smoke) {
            round.call();
        }
        double[] figures = new double[smoke ? 1 : 3];
        for (int i = 0; i < figures.length; i++) {
            figures[i] = round.call();
        }
        return middle(figures);
    }

    private static double middle(double[] figures) {
        Arrays.sort(figures);
        return figures[figures.length / 2];
    }

    /** Tasks a second of one round of so many tasks. */
    static double rate(int tasks, Body body) throws Exception {
        return tasks / (seconds(body));
    }

    /** Microseconds for each of so many steps of one round. */
    static double microsecondsEach(int steps, Body body) throws Exception {
        return seconds(body) * 1e6 / steps;
    }

    static double seconds(Body body) throws Exception {
        long start = System.nanoTime();
        body.run();
        return (System.nanoTime() - start) / 1e9;
    }

    /** The value below which the given fraction of the samples lies, in microseconds; sorts them. */
    static double quantileMicroseconds(long[] nanos, double fraction) {
        Arrays.sort(nanos);
        return nanos[(int) Math.min(nanos.length - 1, (long) (nanos.length * fraction))] / 1e3;
    }

    /** What is timed. */
    interface Body {
        void run() throws Exception;
    }
}

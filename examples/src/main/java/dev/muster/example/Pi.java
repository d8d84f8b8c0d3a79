package dev.muster.example;

import dev.muster.client.Client;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/**
 * π by throwing darts: of the points in a square, π/4 lie in the circle inside it. Each task throws a share with a seed of its
 * own, so the answer does not depend on who throws.
 */
public final class Pi {

    private static final long USUAL_POINTS = 200_000_000;
    private static final long SHARE = 1_000_000;

    private Pi() {}

    public static void main(String[] arguments) {
        long points = arguments.length == 0 ? USUAL_POINTS : points(arguments[0]);
        double pi;
        try (Client client = new Client()) {
            pi = estimate(client, points);
        }
        System.out.printf("pi is about %.6f, by %d points; the error is %.6f%n", pi, points, Math.abs(pi - Math.PI));
    }

    private static long points(String text) {
        if (!text.matches("[0-9]{1,15}") || Long.parseLong(text) == 0) {
            throw new IllegalArgumentException(
                    "points=" + text + ": a whole number from 1 to 999999999999999 is needed");
        }
        return Long.parseLong(text);
    }

    /** Throws so many points, a million in a task. */
    static double estimate(Client client, long points) {
        long shares = (points + SHARE - 1) / SHARE;
        // A stream keeps a window of tasks: a billion shares would not need a billion futures.
        List<Long> inside = client.stream(
                        share -> throwDarts(share, Math.min(SHARE, points - share * SHARE)),
                        () -> LongStream.range(0, shares).iterator())
                .toList();
        return 4.0 * inside.stream().mapToLong(Long::longValue).sum() / points;
    }

    /** How many of the points lie in the circle. */
    static long throwDarts(long seed, long points) {
        SplittableRandom random = new SplittableRandom(seed);
        long inside = 0;
        for (long i = 0; i < points; i++) {
            double x = random.nextDouble();
            double y = random.nextDouble();
            if (x * x + y * y <= 1) {
                inside++;
            }
        }
        return inside;
    }
}

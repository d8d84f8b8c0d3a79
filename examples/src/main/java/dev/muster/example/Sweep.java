package dev.muster.example;

import dev.muster.client.Client;
import dev.muster.client.TaskFuture;
import dev.muster.client.TaskFutures;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A parameter sweep in which one point fails: Newton's method for x³ - 2x + 2 = 0 from many starts. From 0 it goes to 1 and
 * back to 0, for ever. The other points are not touched by that, and the failed one says what happened.
 */
public final class Sweep {

    private static final int STEPS = 100;

    private Sweep() {}

    /** The method did not arrive. */
    static final class NoConvergence extends Exception {
        private static final long serialVersionUID = 1L;

        NoConvergence(double start, double last) {
            super("from " + start + " there is no root after " + STEPS + " steps, only " + last);
        }
    }

    /** Where one start led. */
    record Root(double start, double root, int steps) implements java.io.Serializable {}

    public static void main(String[] arguments) {
        List<Double> starts =
                IntStream.rangeClosed(-4, 4).mapToObj(i -> i / 2.0).toList();
        List<String> lines = new ArrayList<>();
        try (Client client = new Client()) {
            TaskFutures<Root> sweep = solve(client, starts);
            for (TaskFuture<Root> arrived : sweep.succeeded()) {
                Root root = arrived.result();
                lines.add("%4.1f → %.6f in %d steps".formatted(root.start(), root.root(), root.steps()));
            }
            for (TaskFuture<Root> failed : sweep.failed()) {
                lines.add(failed.explain());
            }
        }
        lines.forEach(System.out::println);
    }

    /** One task for each start. */
    static TaskFutures<Root> solve(Client client, List<Double> starts) {
        return client.withOptions(options -> options.name("newton")).map(Sweep::newton, starts);
    }

    static Root newton(double start) throws NoConvergence {
        double x = start;
        for (int step = 1; step <= STEPS; step++) {
            double next = x - (x * x * x - 2 * x + 2) / (3 * x * x - 2);
            if (Math.abs(next - x) < 1e-12) {
                return new Root(start, next, step);
            }
            x = next;
        }
        throw new NoConvergence(start, x);
    }
}

package dev.muster.example;

import dev.muster.client.Client;
import dev.muster.client.TaskFuture;
import dev.muster.client.TaskFutures;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A parameter sweep in which one point fails: Newton's method for x³ - cx + 2 = 0, from 0, for many c. For c = 2 it goes to 1
 * and back to 0, for ever. The other points are not touched by that, and the failed one says what happened.
 */
public final class Sweep {

    private static final int STEPS = 100;

    private Sweep() {}

    /** The method did not arrive. */
    static final class NoConvergence extends Exception {
        private static final long serialVersionUID = 1L;

        NoConvergence(double c, double last) {
            super("for c=" + c + " there is no root after " + STEPS + " steps, only " + last);
        }
    }

    /** What was found for one c. */
    record Root(double c, double root, int steps) implements Serializable {}

    public static void main(String[] arguments) {
        List<Double> parameters =
                IntStream.rangeClosed(2, 8).mapToObj(i -> i / 2.0).toList();
        List<String> lines = new ArrayList<>();
        try (Client client = new Client()) {
            TaskFutures<Root> sweep = solve(client, parameters);
            for (TaskFuture<Root> arrived : sweep.succeeded()) {
                Root root = arrived.result();
                lines.add("c=%.1f: %.6f in %d steps".formatted(root.c(), root.root(), root.steps()));
            }
            for (TaskFuture<Root> failed : sweep.failed()) {
                lines.add(failed.explain());
            }
        }
        lines.forEach(System.out::println);
    }

    /** One task for each parameter. */
    static TaskFutures<Root> solve(Client client, List<Double> parameters) {
        return client.withOptions(options -> options.name("newton")).map(Sweep::newton, parameters);
    }

    static Root newton(double c) throws NoConvergence {
        double x = 0;
        for (int step = 1; step <= STEPS; step++) {
            double next = x - (x * x * x - c * x + 2) / (3 * x * x - c);
            if (Math.abs(next - x) < 1e-12) {
                return new Root(c, next, step);
            }
            x = next;
        }
        throw new NoConvergence(c, x);
    }
}

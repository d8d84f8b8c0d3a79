package dev.muster.testkit.simulation;

import java.util.ArrayList;
import java.util.List;

/**
 * One run of a simulated cluster. Owned by the thread that calls it; runs share nothing.
 *
 * <p>The seed fixes everything: sizes, programs, delays, mishaps. A run ends when every client's program has ended, all results were
 * exact, and nothing is held, waited for or running anywhere.
 */
public final class Simulation {
    private static final long SECOND = 1_000_000_000L;
    /** Longer than any grace time, retry or silence: nothing that could go on stands still for so long. */
    private static final long STALL_NANOS = 120 * SECOND;
    /** Time for the last frees and acknowledgements. */
    private static final long SETTLE_NANOS = 5 * SECOND;

    /** Ticks and pings of a cluster in which no task begins or ends. */
    private static final long MOST_EVENTS_WITHOUT_PROGRESS = 5_000;

    private static final long MOST_STEPS = 3_000_000;

    private final Cluster cluster;
    private final Story story;
    private final List<Program> programs = new ArrayList<>();

    private Simulation(Scenario scenario, Machines machines, Saboteur saboteur) {
        story = new Story(4_000, Boolean.getBoolean("muster.simulator.trace"));
        cluster = new Cluster(scenario, machines, saboteur, story);
        Chance chance = new Chance(scenario.seed() ^ 0xbeef);
        boolean poison = scenario.mishaps() > 0 && chance.oneIn(3);
        if (poison) {
            cluster.mishaps.expectPoison();
        }
        for (SimulatedClient client : cluster.clients) {
            programs.add(new Program(client, chance.fork(), poison && client == cluster.clients.get(0)));
        }
    }

    /**
     * Runs the cluster that belongs to a seed.
     *
     * @throws SimulationFailure if a rule was broken or nothing moved
     */
    public static void run(long seed) {
        run(Scenario.drawn(seed), new Saboteur());
    }

    /** Runs a scenario; returns what happened, in numbers. */
    static Outcome run(Scenario scenario, Saboteur saboteur) {
        Simulation simulation = new Simulation(scenario, Machines.real(), saboteur);
        try {
            simulation.go();
        } catch (RuntimeException | Error e) {
            throw simulation.failure(e);
        }
        Cluster cluster = simulation.cluster;
        return new Outcome(
                cluster.eventsApplied, cluster.network.sent(), cluster.agenda.now(), simulation.story.fingerprint());
    }

    /**
     * A run in numbers.
     *
     * @param events events applied by all machines
     * @param messages messages sent
     * @param nanos virtual time
     * @param fingerprint equal for equal runs
     */
    record Outcome(long events, long messages, long nanos, long fingerprint) {}

    private void go() {
        long steps = 0;
        while (!programs.stream().allMatch(Program::finished) || !cluster.mishaps.settled()) {
            boolean stalled = cluster.sinceProgress() > STALL_NANOS
                    || cluster.eventsSinceProgress() > MOST_EVENTS_WITHOUT_PROGRESS;
            if (!cluster.agenda.step() || stalled) {
                throw new SimulationFault("nothing moves any more:\n" + waiting());
            }
            if (++steps > MOST_STEPS) {
                throw new SimulationFault("still busy after " + steps + " steps:\n" + waiting());
            }
        }
        // What was let go without being cancelled still ends, one way or other.
        long patience = cluster.agenda.now() + STALL_NANOS;
        boolean going = true;
        while (going && !idle() && cluster.agenda.now() < patience) {
            going = step(++steps);
        }
        long end = cluster.agenda.now() + SETTLE_NANOS;
        while (going && cluster.agenda.now() < end) {
            going = step(++steps);
        }
        checkEnd();
    }

    private boolean idle() {
        return cluster.clients.stream()
                .allMatch(client -> client.closed() || client.machine().idle());
    }

    /** False if there is nothing that could still happen. */
    private boolean step(long steps) {
        if (steps > 2 * MOST_STEPS) {
            throw new SimulationFault("still busy after everything was let go:\n" + waiting());
        }
        return cluster.agenda.step();
    }

    private void checkEnd() {
        for (SimulatedClient client : cluster.clients) {
            cluster.auditor.finalCheck(client);
            if (!client.closed()) {
                client.checkIdle();
            }
        }
        cluster.seated().forEach(cluster::checkEmpty);
    }

    private String waiting() {
        StringBuilder text = new StringBuilder();
        for (SimulatedClient client : cluster.clients) {
            for (Submission.Task task : client.unsettled()) {
                text.append("  ")
                        .append(client.name)
                        .append(": ")
                        .append(task)
                        .append(" ")
                        .append(task.work)
                        .append("\n    ");
                text.append(
                        task.submission.firstTask() == 0
                                ? "not submitted"
                                : client.machine().explain(cluster.agenda.now(), task.task()));
                text.append('\n');
            }
        }
        for (SimulatedWorker worker : cluster.seated()) {
            worker.busyThreads()
                    .forEach(thread -> text.append("  ").append(thread).append('\n'));
        }
        return text.toString();
    }

    private SimulationFailure failure(Throwable cause) {
        int lines = Integer.getInteger("muster.simulator.lines", 60);
        return new SimulationFailure(
                """
                Seed %d broke a rule: %s
                The last %d of %d lines of its story:
                %s
                Run it again: mvn -o -q -pl modules/testkit -am -Dtest=SimulatorTest -Dsurefire.failIfNoSpecifiedTests=false \
                -Dmuster.simulator.seed=%d test
                """.formatted(
                                cluster.scenario.seed(),
                                cause.getMessage() == null ? cause : cause.getMessage(),
                                lines,
                                story.count(),
                                String.join("\n", story.last(lines)),
                                cluster.scenario.seed()),
                cause);
    }
}

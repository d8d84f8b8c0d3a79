package dev.muster.testkit.simulation;

import dev.muster.protocol.Arguments;
import dev.muster.protocol.TaskSpec;
import dev.muster.scheduler.SchedulerEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A run for figures: one client, a cluster without mishaps, explicit submissions. Owned by whoever made it. */
final class FigureRun {
    private static final long MOST_STEPS = 2_000_000_000L;
    private static final Object ROW = "runs its row";

    final Cluster cluster;
    private final SimulatedClient client;
    private final List<Bulk> submitted = new ArrayList<>();
    private final long began;

    /** On a network with stragglers. */
    FigureRun(int workers, int threads, long delayNanos, LongSupplier clock) {
        this(Scenario.figure(workers, threads, delayNanos, true), clock);
    }

    FigureRun(Scenario scenario, LongSupplier clock) {
        cluster = new Cluster(scenario, Machines.real(), new Saboteur(), new Story(200, false));
        cluster.clock = clock;
        client = cluster.clients.get(0);
        runFor(20 * scenario.delayNanos() + 1_000_000);
        began = cluster.agenda.now();
    }

    /** Also measures idle threads, which costs time with many workers. */
    FigureRun watchingIdleness() {
        cluster.idleness.count();
        return this;
    }

    static Work work(long number, int kind, long nanos, boolean kept) {
        return Work.of(number, TaskSpec.of(kind, "kind" + kind), nanos)
                .kept(kept)
                .build();
    }

    /** Submits a map; the rows may be one work many times. */
    Bulk map(Work[] rows) {
        Bulk bulk = new Bulk(rows.length);
        submitted.add(bulk);
        @Nullable Object[] arguments = rows;
        client.offer(new SchedulerEvent.MapSubmitted(
                bulk,
                rows[0].spec,
                ROW,
                rows.length,
                new Arguments.Live(arguments, 0, rows.length, 1),
                List.of(),
                null));
        return bulk;
    }

    /** Submits the same work many times as a map. */
    Bulk map(int count, Work each) {
        Work[] rows = new Work[count];
        Arrays.fill(rows, each);
        return map(rows);
    }

    /** Submits one task. */
    Bulk single(Work work) {
        Bulk bulk = new Bulk(1);
        submitted.add(bulk);
        client.offer(new SchedulerEvent.Submitted(bulk, work.spec, work, List.of(), List.of(), null));
        return bulk;
    }

    /** Submits a graph of which only the last task is wanted. */
    Bulk graph(Work[] works, int[][] inputs) {
        Bulk bulk = new Bulk(1);
        submitted.add(bulk);
        TaskSpec[] specs = new TaskSpec[works.length];
        for (int i = 0; i < specs.length; i++) {
            specs[i] = works[i].spec;
        }
        client.offer(new SchedulerEvent.GraphSubmitted(
                bulk, specs, works, inputs, List.of(), new int[] {works.length - 1}, null));
        return bulk;
    }

    void release(Bulk bulk) {
        client.offer(new SchedulerEvent.Released(bulk, 0, bulk.count, false));
    }

    void runFor(long nanos) {
        long end = cluster.agenda.now() + nanos;
        boolean going = true;
        while (going && cluster.agenda.now() < end) {
            going = cluster.agenda.step();
        }
    }

    /** Runs until everything submitted has ended; the virtual time from the first submission to the last end. */
    long makespan() {
        long steps = 0;
        int open = 0;
        while (open < submitted.size()) {
            if (submitted.get(open).ended()) {
                open++;
            } else if (!cluster.agenda.step() || ++steps > MOST_STEPS) {
                throw new SimulationFault("the figures' tasks do not end");
            }
        }
        return submitted.stream().mapToLong(Bulk::lastSettled).max().orElse(began) - began;
    }

    /** When the cluster was ready. */
    long began() {
        return began;
    }

    /** Clock time that the scheduler's drains took so far. */
    long schedulerNanos() {
        return client.busyNanos;
    }

    /** Clock time that the workers' drains took so far. */
    long workerNanos() {
        return cluster.seated().stream().mapToLong(worker -> worker.busyNanos).sum();
    }
}

package dev.muster.testkit.simulation;

import dev.muster.protocol.Assignment;
import dev.muster.protocol.Message;
import dev.muster.protocol.Peer;
import dev.muster.protocol.TaskSpec;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Watches from outside what no machine alone can know: that an attempt runs once in the whole cluster, on a worker that it may run on,
 * with what it needs, and no task more often than there is a reason for. Owned by one simulation.
 */
final class Auditor {
    private final Cluster cluster;
    private final Set<Result> begun = new HashSet<>();
    private boolean disturbed;
    private final Map<SimulatedWorker, Occupancy> occupancies = new LinkedHashMap<>();

    /** What runs on one incarnation of a worker. */
    private static final class Occupancy {
        private int threads;
        private int tasks;
        private boolean exclusive;
        private final Map<String, Double> resources = new HashMap<>();
    }

    Auditor(Cluster cluster) {
        this.cluster = cluster;
    }

    /**
     * A worker is given tasks. Of a kind that takes 20 ms, in a network that is so much faster, nothing is queued: one message has no more
     * of them than there ever were slots.
     */
    void given(SimulatedWorker worker, Message.Run run) {
        if (cluster.scenario.delayNanos() > 100_000) {
            return;
        }
        int count = 0;
        for (Assignment each : run.assignments()) {
            boolean alone =
                    !(each instanceof Assignment.One one) || one.inputs().count() == 0;
            count += alone && Drawing.isLong(each.spec()) ? each.count() : 0;
        }
        if (count > worker.seat.threads() + 1) {
            throw new SimulationFault(worker.name + " has " + worker.seat.threads() + " threads, and is given " + count
                    + " long tasks at once: more than it has ever granted");
        }
    }

    /** A task thread begins an attempt. */
    void begins(SimulatedWorker worker, Peer session, Assignment assignment, long task, Work work) {
        Result attempt = new Result(session, task, assignment.attempt());
        if (!begun.add(attempt)) {
            throw new SimulationFault(
                    "the attempt " + attempt + " runs a second time, on " + worker.name + ": " + work);
        }
        cluster.progress();
        TaskSpec spec = assignment.spec();
        work.executions++;
        if (spec.atMostOnce() && work.executions > 1 && !disturbed) {
            throw new SimulationFault("at most once, but begun " + work.executions + " times: " + attempt + " " + work);
        }
        selection(worker, spec, attempt);
        Occupancy occupancy = occupancy(worker);
        if (occupancy.exclusive || assignment.exclusive() && occupancy.threads > 0) {
            throw new SimulationFault("an exclusive run has company on " + worker.name + ": " + attempt);
        }
        occupancy.exclusive = assignment.exclusive();
        occupancy.tasks++;
        spec.needs().resources().forEach((name, amount) -> take(worker, occupancy, name, amount, attempt));
        takeThreads(worker, spec.needs().threads(), attempt);
    }

    /** An attempt has ended. */
    void ends(SimulatedWorker worker, Assignment assignment) {
        Occupancy occupancy = occupancy(worker);
        occupancy.tasks--;
        if (assignment.exclusive()) {
            occupancy.exclusive = false;
        }
        assignment
                .spec()
                .needs()
                .resources()
                .forEach((name, amount) -> occupancy.resources.merge(name, -amount, Double::sum));
        occupancy.threads -= assignment.spec().needs().threads();
    }

    /** An attempt waits for nested work and gives its threads back. */
    void waits(SimulatedWorker worker, Assignment assignment) {
        Occupancy occupancy = occupancy(worker);
        occupancy.threads -= assignment.spec().needs().threads();
        if (assignment.exclusive()) {
            occupancy.exclusive = false;
        }
    }

    /** An attempt goes on after its wait. */
    void resumes(SimulatedWorker worker, Assignment assignment, Result attempt) {
        takeThreads(worker, assignment.spec().needs().threads(), attempt);
    }

    /** How many threads are busy. */
    int busy(SimulatedWorker worker) {
        return occupancy(worker).threads;
    }

    private void takeThreads(SimulatedWorker worker, int threads, Result attempt) {
        Occupancy occupancy = occupancy(worker);
        occupancy.threads += threads;
        if (occupancy.threads > worker.seat.threads()) {
            throw new SimulationFault("%d of %d threads are busy on %s with %s"
                    .formatted(occupancy.threads, worker.seat.threads(), worker.name, attempt));
        }
    }

    private static void take(SimulatedWorker worker, Occupancy occupancy, String name, double amount, Result attempt) {
        double taken = occupancy.resources.merge(name, amount, Double::sum);
        double limit = worker.seat.resources().getOrDefault(name, 0.0);
        if (taken > limit + 1e-9) {
            throw new SimulationFault(
                    "%.1f of %.1f %s are taken on %s with %s".formatted(taken, limit, name, worker.name, attempt));
        }
    }

    private static void selection(SimulatedWorker worker, TaskSpec spec, Result attempt) {
        TaskSpec.Selection selection = spec.selection();
        boolean named = selection.only().isEmpty() || selection.only().contains(worker.seat.name());
        if (!named
                || !worker.seat
                        .tags()
                        .entrySet()
                        .containsAll(selection.onlyTags().entrySet())) {
            throw new SimulationFault(attempt + " may not run on " + worker.name + ": " + selection);
        }
    }

    private Occupancy occupancy(SimulatedWorker worker) {
        return occupancies.computeIfAbsent(worker, any -> new Occupancy());
    }

    /** Something was asked for that may make tasks run again: a killed worker, a retry, a retirement. */
    void disturb() {
        disturbed = true;
    }

    /** Where nothing goes wrong a task runs once, and once more for every time it threw. */
    void finalCheck(SimulatedClient client) {
        if (disturbed || !cluster.scenario.smooth()) {
            return;
        }
        for (Submission.Task task : client.tasks()) {
            int reruns = Math.min(task.work.throwing, task.work.spec.retry().times());
            if (!task.disturbed && task.work.executions > 1 + reruns) {
                throw new SimulationFault("begun " + task.work.executions + " times though nothing went wrong: " + task
                        + " " + task.work);
            }
        }
    }
}

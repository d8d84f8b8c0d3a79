package dev.muster.scheduler;

import dev.muster.protocol.Failure;
import dev.muster.protocol.Loss;
import dev.muster.protocol.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * A worker is gone. Owned by the scheduler's loop. Every attempt there is void; those suspected of its death run again alone, and a task
 * under which too many workers died is given up.
 */
final class Losing {
    private static final int MOST_LINES = 20;

    private final Ledger ledger;
    private final TaskTable tasks;

    Losing(Ledger ledger) {
        this.ledger = ledger;
        tasks = ledger.tasks;
    }

    /** The last word about this incarnation. */
    void lost(WorkerView worker, Loss loss) {
        List<Span> attempts = attempts(worker);
        LongIntMap suspects = suspects(worker, attempts, loss);
        List<RemoteChild> children = new ArrayList<>(worker.children.values());
        for (Span span : attempts) {
            for (int at = 0; at < span.count(); at++) {
                int slot = tasks.find(span.first() + at);
                if (slot >= 0 && isThere(worker, slot, span.attempt())) {
                    ledger.giving.leftOne(slot);
                    attemptLost(worker, slot, suspects.get(span.first() + at, 0) == span.attempt(), loss);
                }
            }
        }
        ledger.lineage.workerLost(worker);
        ledger.workers.remove(worker);
        ledger.cluster.gone();
        ledger.nesting.workerLost(children);
        ledger.out.log("worker " + worker.info.name() + " (" + worker.info.address() + ") is gone: " + loss.kind()
                + ", " + loss.detail());
    }

    private boolean isThere(WorkerView worker, int slot, int attempt) {
        return tasks.state(slot) == State.PROCESSING
                && tasks.worker(slot) == worker.number
                && tasks.attempt(slot) == attempt;
    }

    /** What has not been reported, in the order in which it was given. */
    private List<Span> attempts(WorkerView worker) {
        List<Span> attempts = new ArrayList<>();
        GivenQueue given = worker.given;
        for (int entry = 0; entry < given.size(); entry++) {
            for (int at = 0; at < given.count(entry); at++) {
                long id = given.first(entry) + at;
                if (ledger.runs.given(id, 1, given.attempt(entry), worker.number) == 1) {
                    Posting.merge(attempts, Span.of(id, given.attempt(entry)));
                }
            }
        }
        return attempts;
    }

    /** The attempts that may have killed it: those that ran, as recorded, or the first ones that it was given. */
    private LongIntMap suspects(WorkerView worker, List<Span> attempts, Loss loss) {
        LongIntMap suspects = new LongIntMap();
        boolean died = loss.kind() == Loss.Kind.DIED;
        if (died && loss.recorded() || loss.kind() == Loss.Kind.KILLED) {
            suspect(worker, loss.running(), Integer.MAX_VALUE, suspects);
        } else if (died) {
            suspect(worker, attempts, worker.info.threads(), suspects);
        }
        return suspects;
    }

    private void suspect(WorkerView worker, List<Span> spans, int most, LongIntMap suspects) {
        int left = most;
        for (Span span : spans) {
            for (int at = 0; at < span.count() && left > 0; at++) {
                int slot = tasks.find(span.first() + at);
                // Whoever only waited for nested work did nothing when it happened.
                if (slot >= 0 && isThere(worker, slot, span.attempt()) && !tasks.is(slot, TaskTable.BLOCKED)) {
                    suspectFamily(worker, slot, suspects);
                    left--;
                }
            }
        }
    }

    /**
     * The attempt, and those that wait there for its kin: they submit it anew when they run again, so what it does is counted as
     * theirs.
     */
    private void suspectFamily(WorkerView worker, int slot, LongIntMap suspects) {
        suspects.put(tasks.id(slot), tasks.attempt(slot));
        Family family = tasks.submission(slot).family;
        while (family != null) {
            int parent = tasks.find(family.parent);
            if (parent < 0 || !isThere(worker, parent, family.attempt)) {
                return;
            }
            suspects.put(family.parent, family.attempt);
            family = tasks.submission(parent).family;
        }
    }

    private void attemptLost(WorkerView worker, int slot, boolean suspect, Loss loss) {
        String name = ledger.describe(slot);
        if (ledger.spec(slot).atMostOnce() && (suspect || !loss.recorded())) {
            String message = name + " may have started on " + worker.info.name() + ", which is gone (" + loss.detail()
                    + "), and it may run at most once";
            ledger.failing.fail(slot, Failure.of(Failure.Kind.WORKER_LOST, message), Cause.WORKER_LOST);
            return;
        }
        if (suspect) {
            Trouble trouble = ledger.trouble(slot);
            trouble.deaths.add(death(worker, loss));
            int allowed = ledger.settings.allowedFailures();
            if (trouble.deaths.size() >= Math.max(1, allowed)) {
                String message = name + " was given up: " + Words.count(trouble.deaths.size(), "worker")
                        + " died running it (muster.scheduler.allowed-failures=" + allowed + "). "
                        + String.join("\n", trouble.deaths);
                ledger.failing.fail(slot, Failure.of(Failure.Kind.WORKER_LOST, message), Cause.WORKER_LOST);
                return;
            }
        }
        ledger.giving.takeBack(slot, Cause.WORKER_LOST, tasks.attempt(slot) + 1);
        if (suspect) {
            tasks.set(slot, TaskTable.EXCLUSIVE);
        }
        ledger.observe(SchedulerOutput.Observation.RETRIED, slot, null);
        if (ledger.nesting.goesOn(slot)) {
            ledger.readiness.resume(slot);
        }
    }

    private static String death(WorkerView worker, Loss loss) {
        StringBuilder text = new StringBuilder("Worker ")
                .append(worker.info.name())
                .append(" (")
                .append(worker.info.address())
                .append("): ")
                .append(loss.detail());
        List<String> lines = loss.lastLines();
        if (!lines.isEmpty()) {
            text.append("; its last lines were:");
            for (String line : lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size())) {
                text.append("\n    ").append(line);
            }
        }
        return text.toString();
    }
}

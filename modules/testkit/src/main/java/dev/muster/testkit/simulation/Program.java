package dev.muster.testkit.simulation;

import dev.muster.protocol.Failure;
import dev.muster.scheduler.SchedulerEvent;
import dev.muster.scheduler.SchedulerEvent.CancelRequested.Mode;
import dev.muster.scheduler.Status;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a simulated client does, drawn step by step: submissions of every shape, releases, cancels, retries, waits. At its end it waits
 * for all it holds, fetches what stays at workers, and lets everything go. Owned by one simulation.
 */
final class Program {
    private final SimulatedClient client;
    private final Cluster cluster;
    private final Chance chance;
    private final Drawing drawing;
    private final Shapes shapes;
    private int stepsLeft;
    private @Nullable List<Submission.Task> awaited;
    private boolean gathering;
    private int fetching;
    private int polls;
    private boolean finished;

    Program(SimulatedClient client, Chance chance, boolean poison) {
        this.client = client;
        this.cluster = client.cluster;
        this.chance = chance;
        drawing = new Drawing(cluster, chance, client.peer().id() * 1_000_000, poison);
        shapes = new Shapes(client, chance, drawing);
        stepsLeft = cluster.scenario.steps();
        client.after(chance.around(50_000), this::step);
    }

    /** Everything it wanted has come, and it holds nothing. */
    boolean finished() {
        return finished || client.closed();
    }

    private void step() {
        if (client.closed()) {
            return;
        }
        if (awaited != null && awaited.stream().anyMatch(task -> task.held && !task.settled)) {
            client.after(patience(), this::step);
            return;
        }
        awaited = null;
        polls = 0;
        if (stepsLeft-- > 0) {
            cluster.mishaps.step();
            draw();
            client.after(pause(), this::step);
            return;
        }
        gather();
    }

    /** The time until it looks again, longer each time. */
    private long patience() {
        return Math.min(20_000_000, 20_000L << Math.min(20, polls++ / 16));
    }

    private long pause() {
        return chance.oneIn(3) ? 0 : chance.oneIn(4) ? chance.around(3_000_000) : chance.around(60_000);
    }

    private void draw() {
        cluster.progress();
        int choice = chance.below(100);
        if (choice < 62) {
            shapes.draw();
        } else if (choice < 70) {
            shapes.doomed();
        } else if (choice < 78) {
            release();
        } else if (choice < 86) {
            cancel();
        } else if (choice < 91) {
            retry();
        } else if (choice < 97) {
            await();
        } else {
            closeOrRetire();
        }
    }

    private void release() {
        List<Submission.Task> held = held();
        if (!held.isEmpty()) {
            Submission submission = chance.of(held).submission;
            int from = chance.below(submission.tasks.size());
            int to = from + 1 + chance.below(submission.tasks.size() - from);
            boolean whole = submission.tasks.subList(from, to).stream().allMatch(task -> task.held);
            if (whole) {
                client.release(submission, from, to, chance.oneIn(2));
            }
        }
    }

    private void cancel() {
        List<Submission.Task> held = held();
        if (held.isEmpty()) {
            return;
        }
        Submission submission = chance.of(held).submission;
        int from = chance.below(submission.tasks.size());
        int to = from + 1 + chance.below(submission.tasks.size() - from);
        Mode mode = chance.oneIn(12) ? Mode.KILL_WORKER : chance.oneIn(2) ? Mode.IF_WAITING : Mode.INTERRUPT;
        for (Submission.Task task : submission.tasks.subList(from, to)) {
            task.may.add(Failure.Kind.CANCELLED);
            task.disturbed = true;
        }
        if (mode == Mode.KILL_WORKER) {
            cluster.clients.forEach(any -> any.tasks().forEach(task -> task.disturbed = true));
            cluster.auditor.disturb();
        }
        client.offer(new SchedulerEvent.CancelRequested(submission, from, to, mode));
    }

    private void retry() {
        List<Submission.Task> failed = held().stream()
                .filter(task -> task.settled && client.machine().status(task.task()) != Status.FINISHED)
                .toList();
        if (!failed.isEmpty()) {
            Submission.Task task = chance.of(failed);
            cluster.auditor.disturb();
            client.offer(new SchedulerEvent.RetryRequested(task.submission, task.index, task.index + 1));
        }
    }

    private void await() {
        List<Submission.Task> held = held();
        if (held.isEmpty()) {
            return;
        }
        Submission submission = chance.of(held).submission;
        awaited = List.copyOf(submission.tasks);
        if (chance.oneIn(2)) {
            client.offer(new SchedulerEvent.Awaited(submission, 0, submission.tasks.size()));
        }
    }

    private void closeOrRetire() {
        List<SimulatedWorker> seated = cluster.seated();
        if (cluster.scenario.nagging() && client != cluster.clients.get(0) && chance.oneIn(3)) {
            client.close("the program closes early");
        } else if (seated.size() > 1) {
            cluster.auditor.disturb();
            client.offer(
                    new SchedulerEvent.RetireRequested(List.of(chance.of(seated).peer())));
        }
    }

    private List<Submission.Task> held() {
        return client.tasks().stream()
                .filter(task -> task.held && task.submission.firstTask() != 0)
                .toList();
    }

    // ---- the end

    /** Waits until all that is held has ended, then fetches it; whatever is lost meanwhile is waited for again. */
    private void gather() {
        if (client.closed()) {
            return;
        }
        if (shapes.sending() || !client.unsettled().isEmpty()) {
            gathering = false;
            client.after(patience(), this::gather);
            return;
        }
        if (gathering) {
            letGo();
            return;
        }
        gathering = true;
        for (Submission.Task task : List.copyOf(held())) {
            client.check(task);
            if (client.isKept(task)) {
                fetching++;
                client.fetchKept(task, () -> fetching--, () -> {
                    fetching--;
                    gathering = false;
                });
            }
        }
        client.after(50_000, this::fetched);
    }

    private void fetched() {
        if (fetching > 0) {
            client.after(patience(), this::fetched);
            return;
        }
        gather();
    }

    private void letGo() {
        for (Submission submission :
                held().stream().map(task -> task.submission).distinct().toList()) {
            int from = 0;
            while (from < submission.tasks.size()) {
                int to = from;
                while (to < submission.tasks.size() && submission.tasks.get(to).held) {
                    to++;
                }
                if (to > from) {
                    client.release(submission, from, to, chance.oneIn(2));
                }
                from = to + 1;
            }
        }
        client.note("has let everything go", null);
        finished = true;
        cluster.progress();
    }
}

package dev.muster.testkit.simulation;

import dev.muster.protocol.Failure;
import dev.muster.protocol.Kept;
import dev.muster.protocol.Loss;
import dev.muster.protocol.Message;
import dev.muster.protocol.Peer;
import dev.muster.scheduler.Figures;
import dev.muster.scheduler.Handle;
import dev.muster.scheduler.SchedulerEvent;
import dev.muster.scheduler.SchedulerOutput;
import dev.muster.scheduler.SchedulerState;
import dev.muster.scheduler.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A client: the real scheduler machine, links, and what it knows of the tasks it submitted. Owned by one simulation. */
final class SimulatedClient extends Node<SchedulerEvent> implements SchedulerOutput {
    private final Peer peer;
    private final SchedulerState machine;
    private final Map<Peer, Link> links = new LinkedHashMap<>();
    private final List<Submission.Task> tasks = new ArrayList<>();
    private final List<Submission> submissions = new ArrayList<>();
    private final Map<Handle, Consumer<Nested.Ending>> watched = new LinkedHashMap<>();
    private boolean closed;

    SimulatedClient(Cluster cluster, Peer peer, Chance chance) {
        super(cluster, "client" + peer.id(), chance);
        this.peer = peer;
        machine = cluster.machines.scheduler(peer);
    }

    Peer peer() {
        return peer;
    }

    SchedulerState machine() {
        return machine;
    }

    /** Every task it ever submitted, inputs first. */
    List<Submission.Task> tasks() {
        return tasks;
    }

    boolean closed() {
        return closed;
    }

    // ---- the machine

    @Override
    void apply(long now, SchedulerEvent event) {
        machine.apply(now, event, this);
    }

    @Override
    void flush(long now) {
        machine.flush(now, this);
        if (closed && quiet()) {
            cluster.mishaps.clientEnds(this);
        }
    }

    @Override
    long nextTick() {
        return machine.nextTick();
    }

    @Override
    SchedulerEvent tick() {
        return SchedulerEvent.Tick.NOW;
    }

    @Override
    void validate() {
        machine.validate();
    }

    @Override
    Iterable<SchedulerEvent> tampered(SchedulerEvent event) {
        return cluster.saboteur.schedulerEvent(this, event);
    }

    // ---- the program's calls

    void submit(Submission submission, SchedulerEvent event) {
        tasks.addAll(submission.tasks);
        submissions.add(submission);
        offer(event);
    }

    /** Lets go of tasks. */
    void release(Submission submission, int from, int to, boolean cancelUnfinished) {
        for (Submission.Task task : submission.tasks.subList(from, to)) {
            task.held = false;
        }
        offer(new SchedulerEvent.Released(submission, from, to, cancelUnfinished));
    }

    void close(String reason) {
        closed = true;
        offer(new SchedulerEvent.Closed(reason));
    }

    /** Hears how the only task of a handle ends, each time that it does. */
    void watch(Handle handle, Consumer<Nested.Ending> listener) {
        watched.put(handle, listener);
        submissions.add((Submission) handle);
    }

    void unwatch(Handle handle) {
        watched.remove(handle);
    }

    // ---- the links

    void link(Link link) {
        links.put(link.peer, link);
    }

    Iterable<Link> links() {
        return List.copyOf(links.values());
    }

    void joined(Link link) {
        offer(new SchedulerEvent.WorkerJoined(link.info));
    }

    void received(Link link, Message message) {
        if (message instanceof Message.Reset) {
            link.loseAtClient(Loss.of(Loss.Kind.DROPPED, "reset"));
            return;
        }
        offer(new SchedulerEvent.Received(link.peer, message));
    }

    void lost(Link link, Loss why) {
        links.remove(link.peer);
        offer(new SchedulerEvent.WorkerLost(link.peer, why));
    }

    // ---- instructions

    @Override
    public void send(Peer worker, Message message) {
        Link link = links.get(worker);
        for (Message each : cluster.saboteur.schedulerMessage(this, worker, message)) {
            note("says to " + worker, each);
            if (link != null && link.atClient) {
                link.sendToWorker(each);
            }
        }
    }

    @Override
    public void settled(Handle handle, int from, int to) {
        if (handle instanceof Bulk bulk) {
            bulk.settled(to - from, cluster.agenda.now());
            return;
        }
        Consumer<Nested.Ending> listener = watched.get(handle);
        if (listener != null) {
            listener.accept(ending(handle.firstTask()));
        }
        Submission submission = (Submission) handle;
        note("has settled " + from + " to " + to + " of", submission);
        if (listener != null || submission.name.equals("child")) {
            return;
        }
        for (Submission.Task task : submission.tasks.subList(from, to)) {
            boolean lost = task.work.spec.atMostOnce() && machine.status(task.task()) != Status.FINISHED;
            if (task.settled && task.held && !lost) {
                throw new SimulationFault(task + " is settled twice without having been reopened");
            }
            task.settled = true;
            cluster.progress();
            if (task.held && !closed) {
                check(task);
            }
        }
    }

    private Nested.Ending ending(long task) {
        boolean finished = machine.status(task) == Status.FINISHED;
        return new Nested.Ending(
                finished ? null : machine.failure(task),
                finished ? machine.value(task) : null,
                task,
                machine.attempt(task),
                finished ? machine.holders(task) : List.of());
    }

    @Override
    public void reopened(Handle handle, int from, int to) {
        Submission submission = (Submission) handle;
        note("has reopened " + from + " to " + to + " of", submission);
        if (submission.name.equals("child")) {
            return;
        }
        for (Submission.Task task : submission.tasks.subList(from, to)) {
            if (!task.settled) {
                throw new SimulationFault(task + " is reopened without having been settled");
            }
            task.settled = false;
        }
    }

    @Override
    public void drop(Peer worker, String reason) {
        note("drops " + worker, reason);
        Link link = links.get(worker);
        if (link != null) {
            link.loseAtClient(Loss.of(Loss.Kind.DROPPED, reason));
        }
    }

    @Override
    public void stop(Peer worker, String reason) {
        note("stops " + worker, reason);
        cluster.mishaps.stopped(worker, reason);
    }

    @Override
    public void retired(Peer worker) {
        note("has retired", worker);
        cluster.mishaps.retired(worker);
    }

    @Override
    public void observed(Observation what, long task, int attempt, @Nullable Peer worker, @Nullable Failure failure) {
        note("observes " + what + " of attempt " + attempt + " at " + worker, Long.toHexString(task));
    }

    @Override
    public void log(String line) {
        note("logs", line);
    }

    // ---- checks

    /** An ended task ended in one of the ways in which it may. */
    void check(Submission.Task task) {
        Status status = machine.status(task.task());
        if (status == Status.FINISHED) {
            Object value = machine.value(task.task());
            if (task.mustFail) {
                throw new SimulationFault(task + " has a value, but must fail: " + task.work);
            }
            if (value instanceof Long number) {
                checkValue(task, number);
            } else if (value != Kept.AT_WORKER) {
                throw new SimulationFault(task + " has the value " + value);
            }
            return;
        }
        checkFailure(task, machine.failure(task.task()));
    }

    void checkValue(Submission.Task task, long value) {
        if (value != task.value()) {
            String inputs = String.join(
                    ", ",
                    task.inputs.stream()
                            .map(input -> input + " = " + Long.toHexString(input.value()))
                            .toList());
            throw new SimulationFault(task + " has the value " + Long.toHexString(value) + ", but must have "
                    + Long.toHexString(task.value()) + ": " + task.work + ", inputs " + inputs);
        }
    }

    private void checkFailure(Submission.Task task, @Nullable Failure failure) {
        tasks.forEach(Submission.Task::workOut);
        if (failure == null || !task.failures.contains(failure.kind())) {
            throw new SimulationFault(task + " failed with " + failure + ", but may only fail with " + task.failures
                    + (task.possible ? " or succeed" : "") + ": " + task.work + ", inputs " + task.inputs);
        }
    }

    /** Held tasks that have not ended. */
    List<Submission.Task> unsettled() {
        return tasks.stream().filter(task -> task.held && !task.settled).toList();
    }

    /** Nothing is held or waited for. */
    void checkIdle() {
        if (!machine.idle()) {
            throw new SimulationFault(name + " is not idle after everything was let go: " + machine.figures());
        }
        Figures figures = machine.figures();
        if (figures.pending() + figures.running() != 0) {
            throw new SimulationFault(name + " counts tasks after everything was let go: " + figures);
        }
        for (Submission submission : submissions) {
            for (Submission.Task task : submission.tasks) {
                if (machine.status(task.task()) != Status.UNKNOWN) {
                    throw new SimulationFault(task + " is remembered after everything was let go: "
                            + machine.explain(cluster.agenda.now(), task.task()));
                }
            }
        }
    }

    /** The value is at workers only. */
    boolean isKept(Submission.Task task) {
        return machine.status(task.task()) == Status.FINISHED && machine.value(task.task()) == Kept.AT_WORKER;
    }

    /** Fetches a value that stays at workers, checks it, then runs {@code done}; a holder without it is told to the machine. */
    void fetchKept(Submission.Task task, Runnable done, Runnable failed) {
        Result result = new Result(peer, task.task(), machine.attempt(task.task()));
        List<Peer> holders = machine.holders(task.task());
        cluster.data.fetch(this, result, holders, new Data.Answer() {
            private int missed;

            @Override
            public void fetched(long value) {
                checkValue(task, value);
                done.run();
            }

            @Override
            public void missed(Peer holder) {
                offer(new SchedulerEvent.FetchFailed(task.submission, task.index, holder));
                if (++missed == holders.size()) {
                    failed.run();
                }
            }
        });
    }
}

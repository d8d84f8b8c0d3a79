package dev.muster.testkit.simulation;

import dev.muster.protocol.Arguments;
import dev.muster.protocol.Assignment;
import dev.muster.protocol.Failure;
import dev.muster.protocol.Inputs;
import dev.muster.protocol.Kept;
import dev.muster.protocol.Message;
import dev.muster.protocol.Peer;
import dev.muster.protocol.PeerInfo;
import dev.muster.protocol.Span;
import dev.muster.worker.Execution;
import dev.muster.worker.WorkerEvent;
import dev.muster.worker.WorkerFigures;
import dev.muster.worker.WorkerOutput;
import dev.muster.worker.WorkerState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One incarnation of a worker: the real machine in a shell of simulated threads, store and links. Owned by one simulation. */
final class SimulatedWorker extends Node<WorkerEvent> implements WorkerOutput {
    final Scenario.Seat seat;
    final Map<Result, Long> store = new LinkedHashMap<>();
    final Nested nested;
    private final WorkerState machine;
    private PeerInfo info;
    private final Map<Peer, Link> links = new LinkedHashMap<>();
    private final Map<Integer, SimulatedThread> threads = new TreeMap<>();
    private @Nullable String endsSoon;
    private int mostThreads;

    SimulatedWorker(Cluster cluster, Scenario.Seat seat, PeerInfo info, Chance chance) {
        super(cluster, seat.name() + "." + info.peer().epoch(), chance);
        this.seat = seat;
        this.info = info;
        nested = new Nested(this);
        machine = cluster.machines.worker(info);
    }

    Peer peer() {
        return info.peer();
    }

    PeerInfo info() {
        return info;
    }

    /** The process goes on under a new epoch; what it holds is offered to the sessions that open again. */
    void rejoin(PeerInfo as) {
        for (Peer session : links.keySet()) {
            nested.lost(session);
        }
        links.clear();
        info = as;
        offer(new WorkerEvent.Rejoined(as));
    }

    // ---- the machine

    @Override
    void apply(long now, WorkerEvent event) {
        machine.apply(now, event, this);
        if (event instanceof WorkerEvent.Blocked blocked && threads.containsKey(blocked.thread())) {
            thread(blocked.thread()).waitKnown();
        }
    }

    @Override
    void flush(long now) {
        machine.flush(now, this);
        if (endsSoon != null && !ended()) {
            cluster.mishaps.leaves(this, endsSoon);
        }
    }

    @Override
    long nextTick() {
        return machine.nextTick();
    }

    @Override
    WorkerEvent tick() {
        return WorkerEvent.Tick.NOW;
    }

    @Override
    void validate() {
        machine.validate();
    }

    @Override
    Iterable<WorkerEvent> tampered(WorkerEvent event) {
        return cluster.saboteur.workerEvent(this, event);
    }

    @Override
    boolean validAtOnce() {
        return false;
    }

    WorkerState machine() {
        return machine;
    }

    long wakeNanos() {
        return chance().between(0, cluster.scenario.loopNanos() / 2);
    }

    // ---- the links

    void link(Link link) {
        links.put(link.client.peer(), link);
    }

    Iterable<Link> links() {
        return List.copyOf(links.values());
    }

    void opened(Link link) {
        offer(new WorkerEvent.SessionOpened(link.client.peer()));
    }

    void received(Link link, Message message) {
        cluster.idleness.received(this, message);
        if (message instanceof Message.Run run && cluster.scenario.validating()) {
            cluster.auditor.given(this, run);
        }
        if (message instanceof Message.Reset) {
            link.loseAtWorker();
            return;
        }
        if (message instanceof Message.Ready ready) {
            nested.ready(link, ready);
        }
        offer(new WorkerEvent.Received(link.client.peer(), message));
    }

    /** This end has lost the client; unless the client has ended, the worker was fenced and must come back under another epoch. */
    void lostSession(Link link) {
        if (!link.client.ended()) {
            cluster.mishaps.fenced(this);
            return;
        }
        links.remove(link.client.peer());
        nested.lost(link.client.peer());
        offer(new WorkerEvent.SessionLost(link.client.peer()));
    }

    /** A session that did not open again after a re-join: its lease has run out. */
    void leaseOver(Peer session) {
        if (!links.containsKey(session)) {
            offer(new WorkerEvent.SessionLost(session));
        }
    }

    @Nullable
    Link linkTo(Peer session) {
        return links.get(session);
    }

    // ---- instructions

    @Override
    public void send(Peer client, Message message) {
        Link link = links.get(client);
        for (Message each : cluster.saboteur.workerMessage(this, message)) {
            note("says to " + client, each);
            cluster.idleness.said(this, each);
            if (link != null && link.atWorker) {
                link.sendToClient(each);
            }
        }
    }

    @Override
    public void execute(int thread, Execution run) {
        note("gives thread " + thread, run);
        threads.computeIfAbsent(thread, number -> new SimulatedThread(this, number))
                .execute(run);
        mostThreads = Math.max(mostThreads, threads.size());
    }

    @Override
    public void cut(int thread, Execution run, int end) {
        note("cuts on thread " + thread + " at " + end, run);
        if (!cluster.saboteur.swallowsCut()) {
            thread(thread).cut(run, end);
        }
    }

    @Override
    public void interrupt(int thread, Execution run, int position, boolean timedOut) {
        note("interrupts thread " + thread + " at " + position, run);
        thread(thread).interrupt(run, position, timedOut);
    }

    @Override
    public void resume(int thread) {
        note("resumes thread " + thread, null);
        thread(thread).resume();
    }

    @Override
    public void refuse(int thread, Failure failure) {
        note("refuses a wait of thread " + thread, failure);
        thread(thread).refuse(failure);
    }

    @Override
    public void collect() {
        note("collects", null);
    }

    @Override
    public void end(int thread) {
        note("ends thread " + thread, null);
        thread(thread).end();
        threads.remove(thread);
    }

    @Override
    public void fetch(Peer session, long task, int attempt, long size, List<Peer> holders) {
        Result result = new Result(session, task, attempt);
        note("fetches from " + holders, result);
        cluster.data.fetch(this, result, holders, new Data.Answer() {
            @Override
            public void fetched(long value) {
                if (store.put(result, value) == null) {
                    cluster.stored(result, 1);
                }
                offer(new WorkerEvent.Fetched(session, task, attempt, Kept.AT_WORKER, size));
            }

            @Override
            public void missed(Peer holder) {
                offer(new WorkerEvent.FetchFailed(session, task, attempt, holder));
            }
        });
    }

    @Override
    public void discard(Peer session, long task, int attempt) {
        Result result = new Result(session, task, attempt);
        note("discards", result);
        if (store.remove(result) != null) {
            cluster.stored(result, -1);
        }
    }

    @Override
    public void spill(Peer session, long bytes) {
        note("spills", bytes);
    }

    @Override
    public void replace(String reason) {
        note("wants to be replaced", reason);
        endsSoon = reason;
    }

    @Override
    public void leave() {
        note("leaves", null);
        endsSoon = "left";
    }

    @Override
    public void log(String line) {
        note("logs", line);
    }

    // ---- what the threads ask

    /** What the task at a position of a run does. */
    Work work(Execution run, int position) {
        Assignment assignment = run.assignment();
        if (assignment instanceof Assignment.Range range) {
            @Nullable Object[] row = new Object[1];
            ((Arguments.Live) range.arguments()).row(position, row);
            return (Work) java.util.Objects.requireNonNull(row[0]);
        }
        if (assignment instanceof Assignment.Bundle bundle) {
            return (Work) bundle.works()[position];
        }
        Object work = ((Assignment.One) assignment).work();
        // A copy has no function of the client's: all it does is to fetch its input.
        return work instanceof Work known
                ? known
                : Work.of(0, assignment.spec(), 1_000).build();
    }

    /** The values of a run's inputs; those that the machine does not have are in the store. */
    long[] inputs(Execution run, int position) {
        if (run.assignment() instanceof Assignment.Bundle bundle) {
            return Arrays.stream(bundle.inputs(position).values())
                    .mapToLong(value -> (Long) java.util.Objects.requireNonNull(value))
                    .toArray();
        }
        @Nullable Object @Nullable [] values = run.inputs();
        if (values == null || !(run.assignment() instanceof Assignment.One one)) {
            return Work.NO_INPUTS;
        }
        long[] inputs = new long[values.length];
        for (int i = 0; i < inputs.length; i++) {
            @Nullable Object value = values[i];
            if (value instanceof Long known) {
                inputs[i] = known;
                continue;
            }
            Inputs.@Nullable Remote remote = one.inputs().remote(i);
            @Nullable
            Long stored = remote == null ? null : store.get(new Result(run.session(), remote.task(), remote.attempt()));
            if (stored == null) {
                throw new SimulationFault("begins without input " + i + " (" + remote + ") on " + name + ": " + run);
            }
            inputs[i] = stored;
        }
        return inputs;
    }

    // ---- for the others

    /** The attempts of a session that threads are at now. */
    List<Span> running(Peer session) {
        List<Result> results = new ArrayList<>();
        threads.values().forEach(thread -> thread.running(results));
        return results.stream()
                .filter(result -> result.session().equals(session))
                .map(result -> Span.of(result.task(), result.attempt()))
                .toList();
    }

    /** Threads that have or wait for something. */
    List<SimulatedThread> busyThreads() {
        return threads.values().stream()
                .filter(thread -> !thread.dead() && !thread.idle())
                .toList();
    }

    /** The machine knows of nothing that is held or to be done. */
    void checkIdle() {
        WorkerFigures figures = machine.figures();
        if (figures.outstanding() + figures.values() + figures.waiting() + figures.blocked() != 0
                || figures.freeSlots() != figures.threads()) {
            throw new SimulationFault(name + " is not idle after everything was let go: " + figures);
        }
    }

    /** The most threads that existed at once. */
    int mostThreads() {
        return mostThreads;
    }

    private SimulatedThread thread(int number) {
        SimulatedThread thread = threads.get(number);
        if (thread == null) {
            throw new SimulationFault("there is no thread " + number + " on " + name);
        }
        return thread;
    }
}

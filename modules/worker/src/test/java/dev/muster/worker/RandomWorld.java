package dev.muster.worker;

import dev.muster.protocol.Failure;
import dev.muster.protocol.Inputs;
import dev.muster.protocol.Kept;
import dev.muster.protocol.Message;
import dev.muster.protocol.Peer;
import dev.muster.protocol.PeerInfo;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** A worker machine among threads, schedulers and other workers that all do something at random; everything on virtual time. */
final class RandomWorld implements WorkerOutput {
    final int threads;
    private final Random random;
    private final WorkerState machine;
    private final Map<Integer, FakeThread> crew = new TreeMap<>();
    private final Map<Peer, FakeScheduler> schedulers = new LinkedHashMap<>();
    /** Answers of the shell to cuts, in order. */
    private final ArrayDeque<WorkerEvent> cuts = new ArrayDeque<>();
    /** Fetches to be answered. */
    private final List<WorkerEvent> fetches = new ArrayList<>();

    private final Set<String> store = new HashSet<>();
    private final ArrayDeque<Object> lines = new ArrayDeque<>();
    private int epoch = 1;
    private long now = 1_000_000_000L;
    private boolean closing;
    private boolean refusing;

    RandomWorld(long seed) {
        random = new Random(seed);
        threads = 1 + random.nextInt(4);
        machine = new WorkerState(self(epoch), WorkerRig.limits(1 + random.nextInt(4), 2 + random.nextInt(2) * 8));
        int sessions = 1 + random.nextInt(3);
        for (int i = 0; i < sessions; i++) {
            Peer client = new Peer(i + 1, 1);
            schedulers.put(client, new FakeScheduler(this, client));
            apply(new WorkerEvent.SessionOpened(client));
            flush();
        }
    }

    private PeerInfo self(int number) {
        return new PeerInfo(
                new Peer(WorkerRig.ME.id(), number),
                PeerInfo.Role.WORKER,
                "w",
                "m",
                "in-process",
                1,
                threads,
                1 << 20,
                Map.of("gpu", 2.0),
                Map.of(),
                List.of(),
                1,
                "",
                "17");
    }

    // ---- chance

    double random() {
        return random.nextDouble();
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    long nanos() {
        return chance(0.8) ? 500 : 5_000_000;
    }

    boolean closing() {
        return closing;
    }

    boolean mayBlock(Execution run) {
        return run.assignment().spec().timeoutNanos() == 0 || chance(0.5);
    }

    void must(boolean condition, String otherwise) {
        if (!condition) {
            throw new AssertionError(otherwise);
        }
    }

    // ---- the course of things

    /** So many random steps, then everybody finishes what there is, and nothing may be left. */
    void play(int steps) {
        for (int i = 0; i < steps; i++) {
            step();
        }
        closing = true;
        for (int i = 0; i < 200_000 && !settled(); i++) {
            step();
        }
        must(settled(), "it does not come to an end");
        schedulers.values().forEach(s -> {
            s.freeKept(Integer.MAX_VALUE);
            s.acknowledge();
        });
        for (int i = 0; i < 200_000 && !settled(); i++) {
            step();
        }
        check();
    }

    private boolean settled() {
        return crew.values().stream().noneMatch(FakeThread::busy)
                && cuts.isEmpty()
                && fetches.isEmpty()
                && schedulers.values().stream()
                        .allMatch(s -> s.outstanding() == 0 && s.messages.isEmpty() && s.coming.isEmpty());
    }

    private void check() {
        WorkerFigures figures = machine.figures();
        must(figures.outstanding() == 0, figures.outstanding() + " tasks are left");
        must(figures.freeSlots() == threads, figures.freeSlots() + " slots are free of " + threads);
        must(figures.values() == 0, figures.values() + " values are left");
        must(store.isEmpty(), "the store still has " + store);
        must(figures.blocked() == 0, figures.blocked() + " threads wait");
    }

    private void step() {
        int events = 1 + below(3);
        for (int i = 0; i < events; i++) {
            happen();
        }
        if (machine.nextTick() <= now) {
            apply(WorkerEvent.Tick.NOW);
        }
        flush();
    }

    private void flush() {
        machine.flush(now, this);
        machine.validate();
    }

    /** One thing happens. */
    private void happen() {
        double what = random();
        if (what < 0.15) {
            now += chance(0.05) || closing ? 60_000_000 : below(100_000);
        } else if (what < 0.30) {
            FakeScheduler scheduler = pick(new ArrayList<>(schedulers.values()));
            if (!closing) {
                scheduler.step();
            } else if (scheduler.messages.isEmpty()) {
                scheduler.acknowledge();
            }
        } else if (what < 0.45) {
            FakeScheduler scheduler = pick(new ArrayList<>(schedulers.values()));
            Message message = scheduler.messages.poll();
            if (message != null) {
                apply(new WorkerEvent.Received(scheduler.client, message));
            }
        } else if (what < 0.55) {
            FakeScheduler scheduler = pick(new ArrayList<>(schedulers.values()));
            Message message = scheduler.coming.poll();
            if (message != null) {
                scheduler.hear(message);
            }
        } else if (what < 0.75) {
            pickThread().step();
        } else if (what < 0.90) {
            FakeThread thread = pickThread();
            WorkerEvent event = thread.events.poll();
            if (event != null) {
                thread.applied(event);
                apply(event);
            }
        } else if (what < 0.96) {
            WorkerEvent event = cuts.poll();
            if (event != null) {
                apply(event);
            }
        } else {
            shell();
        }
    }

    private void shell() {
        if (!closing && chance(0.02)) {
            endSession(pick(new ArrayList<>(schedulers.values())));
        } else if (!closing && chance(0.02)) {
            joinAgain();
        }
        if (!fetches.isEmpty() && chance(0.7)) {
            WorkerEvent event = fetches.remove(0);
            if (event instanceof WorkerEvent.Fetched fetched && fetched.value() == Kept.AT_WORKER) {
                store.add(key(fetched.session(), fetched.task(), fetched.attempt()));
            }
            apply(event);
        } else if (chance(0.2)) {
            Peer client = pick(new ArrayList<>(schedulers.keySet()));
            boolean writable = closing || chance(0.6);
            apply(new WorkerEvent.Writable(client, writable, !writable && chance(0.5)));
        } else if (chance(0.2)) {
            long live = closing ? 0 : below(900_000);
            apply(new WorkerEvent.MemoryMeasured(below(900_000), live, 1_000_000, chance(0.9)));
        }
        if (closing) {
            schedulers.keySet().forEach(c -> apply(new WorkerEvent.Writable(c, true, false)));
            apply(new WorkerEvent.MemoryMeasured(0, 0, 1_000_000, true));
        }
    }

    /** A client is lost, and another comes. */
    private void endSession(FakeScheduler scheduler) {
        schedulers.remove(scheduler.client);
        apply(new WorkerEvent.SessionLost(scheduler.client));
        Peer next = new Peer(scheduler.client.id(), scheduler.client.epoch() + 1);
        schedulers.put(next, new FakeScheduler(this, next));
        apply(new WorkerEvent.SessionOpened(next));
    }

    /** The worker was fenced and returns under a new epoch; some clients see it only later. */
    private void joinAgain() {
        apply(new WorkerEvent.Rejoined(self(++epoch)));
        schedulers.values().forEach(FakeScheduler::workerLost);
        flush();
        schedulers.keySet().forEach(client -> apply(new WorkerEvent.SessionOpened(client)));
    }

    private <T> T pick(List<T> from) {
        return from.get(below(from.size()));
    }

    private FakeThread pickThread() {
        return crew.isEmpty() ? thread(0) : pick(new ArrayList<>(crew.values()));
    }

    private FakeThread thread(int number) {
        return crew.computeIfAbsent(number, n -> new FakeThread(this, n));
    }

    /** Without what prints differently each time. */
    private static String words(Object event) {
        if (event instanceof WorkerEvent.Ran ran) {
            return "Ran " + ran.thread() + " run " + ran.run().number() + " " + ran.from() + ".." + ran.to();
        }
        if (event instanceof WorkerEvent.Emptied emptied) {
            return "Emptied " + emptied.thread() + " run " + emptied.run().number();
        }
        if (event instanceof WorkerEvent.Threw threw) {
            return "Threw " + threw.thread() + " run " + threw.run().number() + " " + threw.position();
        }
        if (event instanceof WorkerEvent.Cut cut) {
            return "Cut " + cut.thread() + " run " + cut.run().number() + " " + cut.end();
        }
        return event.toString().replaceAll("@[0-9a-f]+", "").replaceAll("lambda\\S*", "");
    }

    private void apply(WorkerEvent event) {
        note(event);
        machine.apply(now, event, this);
    }

    void answer(WorkerEvent.Cut cut) {
        cuts.add(cut);
    }

    // ---- what threads do

    private static String key(Peer session, long task, int attempt) {
        return session + "/" + Long.toHexString(task) + "/" + attempt;
    }

    Object store(Execution run, long id) {
        store.add(key(run.session(), id, run.assignment().attempt()));
        return Kept.AT_WORKER;
    }

    /** A thread begins a task: its inputs must be there. */
    void claimed(Execution run, int position) {
        Object[] inputs = run.inputs();
        FakeScheduler scheduler = schedulers.get(run.session());
        if (scheduler == null || !scheduler.has(run.assignment().first() + position)) {
            return; // void: whatever becomes of it is not heard
        }
        if (inputs == null || !(run.assignment() instanceof dev.muster.protocol.Assignment.One one)) {
            return;
        }
        for (int i = 0; i < inputs.length; i++) {
            Inputs.Remote remote = one.inputs().remote(i);
            if (inputs[i] == Kept.AT_WORKER && remote != null) {
                must(
                        store.contains(key(run.session(), remote.task(), remote.attempt())),
                        "task " + Long.toHexString(one.first()) + " position " + position + " begins without input "
                                + i);
            }
        }
    }

    // ---- instructions

    private void note(Object line) {
        lines.add(line);
        if (lines.size() > 500) {
            lines.removeFirst();
        }
    }

    @Override
    public void send(Peer client, Message message) {
        note(message);
        FakeScheduler scheduler = schedulers.get(client);
        must(scheduler != null, "a message for a client that is lost: " + message);
        scheduler.coming.add(message);
    }

    @Override
    public void execute(int thread, Execution run) {
        note("execute " + thread + " run " + run.number() + " " + run.from() + ".." + run.to() + " of "
                + Long.toHexString(run.assignment().first()));
        thread(thread).execute(run);
    }

    @Override
    public void cut(int thread, Execution run, int end) {
        note("cut " + thread + " run " + run.number() + " at " + end);
        thread(thread).cut(run, end);
    }

    @Override
    public void interrupt(int thread, Execution run, int position, boolean timedOut) {
        note("interrupt " + thread + " run " + run.number() + " at " + position);
        thread(thread).interrupt(run, position);
    }

    @Override
    public void resume(int thread) {
        note("resume " + thread);
        thread(thread).resume();
    }

    @Override
    public void refuse(int thread, Failure failure) {
        note("refuse " + thread);
        thread(thread).refuse();
    }

    @Override
    public void end(int thread) {
        note("end " + thread);
        thread(thread).end();
        crew.remove(thread);
    }

    @Override
    public void fetch(Peer session, long task, int attempt, long size, List<Peer> holders) {
        note("fetch " + Long.toHexString(task) + " from " + holders);
        for (Peer holder : holders) {
            if (chance(0.5)) {
                Object value = chance(0.5) ? Kept.AT_WORKER : (Object) "small";
                fetches.add(below(fetches.size() + 1), new WorkerEvent.Fetched(session, task, attempt, value, 50));
                return;
            }
            fetches.add(new WorkerEvent.FetchFailed(session, task, attempt, holder));
        }
    }

    @Override
    public void discard(Peer session, long task, int attempt) {
        note("discard " + Long.toHexString(task));
        must(store.remove(key(session, task, attempt)), "a value is discarded that the store does not have");
    }

    @Override
    public void spill(Peer session, long bytes) {
        note("spill " + bytes);
        must(bytes > 0, "nothing is to be spilled");
    }

    @Override
    public void collect() {
        note("collect");
    }

    @Override
    public void replace(String reason) {
        note("replace " + reason);
        refusing |= reason.contains("threads");
    }

    @Override
    public void leave() {
        note("leave");
    }

    @Override
    public void log(String line) {
        note("log " + line);
    }

    boolean refusing() {
        return refusing;
    }

    /** The latest lines and where everybody is. */
    String story() {
        StringBuilder text = new StringBuilder();
        lines.forEach(l -> text.append(words(l)).append('\n'));
        crew.values().forEach(t -> text.append(t).append('\n'));
        schedulers.values().forEach(s -> text.append(s).append('\n'));
        return text.append(machine.figures()).toString();
    }
}

package dev.muster.scheduler;

import dev.muster.config.SchedulerSettings;
import dev.muster.protocol.Arguments;
import dev.muster.protocol.Failure;
import dev.muster.protocol.Loss;
import dev.muster.protocol.Message;
import dev.muster.protocol.Peer;
import dev.muster.protocol.PeerInfo;
import dev.muster.protocol.TaskSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One random play: a client that does what clients do, {@link FakeWorker}s that do what workers do, losses, re-joins, time. After each event
 * {@code validate()}; at the end all that was asked for must have ended, and nothing may be held anywhere.
 */
final class RandomPlay implements SchedulerOutput {
    private static final long MS = 1_000_000;

    /** A submission that the client holds, in part or whole. */
    static final class Sent implements Handle {
        final int count;
        /** Rows that were not sent yet. */
        int unsent;

        final Set<Integer> held = new HashSet<>();
        final Set<Integer> settled = new HashSet<>();
        private long first;

        Sent(int count) {
            this.count = count;
            for (int at = 0; at < count; at++) {
                held.add(at);
            }
        }

        @Override
        public void bind(long firstTask) {
            first = firstTask;
        }

        @Override
        public long firstTask() {
            return first;
        }
    }

    record Ref(Handle handle, int index) implements TaskRef {}

    final Random random;
    final SchedulerState state;
    final Map<Peer, FakeWorker> workers = new HashMap<>();
    private final List<Sent> sent = new ArrayList<>();
    private final List<Peer> doomed = new ArrayList<>();
    private final Map<Handle, Sent> byHandle = new IdentityHashMap<>();
    private int steps;
    private int nextWorker = 1;
    private long now = 1_000 * MS;
    private boolean closed;
    /** No new trouble from here on: everything must come to its end. */
    private boolean calm;

    RandomPlay(long seed) {
        random = new Random(seed);
        state = new SchedulerState(new SchedulerSettings(
                3, Duration.ofSeconds(30), 1 << 14, Duration.ofSeconds(10), Duration.ofSeconds(30)));
        state.observe(seed % 3 == 0);
    }

    int steps() {
        return steps;
    }

    void run() {
        int workersAtStart = 1 + random.nextInt(3);
        for (int at = 0; at < workersAtStart; at++) {
            join();
        }
        int length = 100 + random.nextInt(300);
        for (int at = 0; at < length; at++) {
            step();
        }
        calm();
        finish();
        letGo();
    }

    private void step() {
        int dice = random.nextInt(100);
        if (dice < 18) {
            submit();
        } else if (dice < 55) {
            work();
        } else if (dice < 63) {
            release();
        } else if (dice < 67) {
            cancel();
        } else if (dice < 70) {
            retry();
        } else if (dice < 73) {
            lose();
        } else if (dice < 76) {
            join();
        } else if (dice < 84) {
            arguments();
        } else if (dice < 87) {
            misc();
        } else {
            tick();
        }
    }

    // ---- the client

    private void submit() {
        switch (random.nextInt(6)) {
            case 0 -> map();
            case 1 -> graph();
            case 2 -> scatter();
            default -> single();
        }
    }

    private void single() {
        Sent handle = keep(new Sent(1));
        SchedulerEvent.Parent parent = random.nextInt(5) == 0 ? parent() : null;
        apply(new SchedulerEvent.Submitted(
                handle, spec(), "work", refs(3), refs(random.nextInt(4) == 0 ? 2 : 0), parent));
    }

    private SchedulerEvent.@Nullable Parent parent() {
        for (FakeWorker worker : workers.values()) {
            SchedulerEvent.Parent parent = worker.running(random);
            if (parent != null) {
                return parent;
            }
        }
        return null;
    }

    private void map() {
        int count = 1 + random.nextInt(random.nextInt(20) == 0 ? 2500 : 40);
        Sent handle = keep(new Sent(count));
        int first = random.nextBoolean() ? count : random.nextInt(count);
        handle.unsent = count - first;
        apply(new SchedulerEvent.MapSubmitted(
                handle, spec(), "work", count, rows(first), refs(random.nextInt(4) == 0 ? 2 : 0), null));
    }

    private static Arguments rows(int count) {
        return new Arguments.Live(new Object[count], 0, count, 1);
    }

    private void arguments() {
        for (Sent each : sent) {
            if (each.unsent > 0) {
                if (random.nextInt(12) == 0) {
                    apply(new SchedulerEvent.ArgumentsFailed(
                            each, each.count - each.unsent, Failure.of(Failure.Kind.UNSERIALIZABLE, "no")));
                    each.unsent = 0;
                    return;
                }
                int more = 1 + random.nextInt(each.unsent);
                each.unsent -= more;
                apply(new SchedulerEvent.ArgumentsArrived(each, rows(more)));
                return;
            }
        }
    }

    private void graph() {
        int count = 1 + random.nextInt(30);
        Sent handle = keep(new Sent(count));
        List<Ref> outside = refs(2);
        int[][] inputs = new int[count][];
        TaskSpec[] specs = new TaskSpec[count];
        Object[] works = new Object[count];
        boolean chain = random.nextInt(3) == 0;
        for (int at = 0; at < count; at++) {
            specs[at] = spec();
            works[at] = "work";
            int most = at == 0 ? 0 : random.nextInt(3);
            inputs[at] = chain && at > 0 ? new int[] {at - 1} : new int[most];
            for (int in = 0; in < inputs[at].length && !chain; in++) {
                boolean out = !outside.isEmpty() && random.nextInt(5) == 0;
                inputs[at][in] = out ? -1 - random.nextInt(outside.size()) : random.nextInt(at);
            }
        }
        int[] wanted = random.ints(0, count)
                .distinct()
                .limit(1 + random.nextInt(count))
                .toArray();
        handle.held.clear();
        for (int each : wanted) {
            handle.held.add(each);
        }
        apply(new SchedulerEvent.GraphSubmitted(handle, specs, works, inputs, outside, wanted, null));
    }

    private void scatter() {
        int count = 1 + random.nextInt(5);
        apply(new SchedulerEvent.Scattered(keep(new Sent(count)), new Object[count], random.nextInt(3) == 0));
    }

    private Sent keep(Sent handle) {
        sent.add(handle);
        byHandle.put(handle, handle);
        return handle;
    }

    private TaskSpec spec() {
        int kind = random.nextInt(4);
        TaskSpec.Retry retry = random.nextInt(4) == 0
                ? new TaskSpec.Retry(2, List.of(), random.nextInt(2) * MS, 10 * MS)
                : TaskSpec.Retry.NEVER;
        TaskSpec.Needs needs = random.nextInt(8) == 0
                ? new TaskSpec.Needs(1 + random.nextInt(2), random.nextBoolean() ? Map.of("gpu", 1.0) : Map.of())
                : TaskSpec.Needs.ONE_THREAD;
        TaskSpec.Selection selection = random.nextInt(10) == 0
                ? new TaskSpec.Selection(Set.of(), Set.of(), Map.of("zone", "x"), Map.of())
                : TaskSpec.Selection.ANY;
        long deadline = random.nextInt(20) == 0 ? (1 + random.nextInt(50)) * MS : 0;
        return new TaskSpec(
                kind, "k" + kind, random.nextInt(3), needs, retry, selection, 0, deadline, random.nextInt(30) == 0);
    }

    private List<Ref> refs(int most) {
        List<Ref> refs = new ArrayList<>();
        int count = most == 0 ? 0 : random.nextInt(most + 1);
        for (int at = 0; at < count; at++) {
            Ref ref = anyHeld();
            if (ref != null) {
                refs.add(ref);
            }
        }
        return refs;
    }

    private @Nullable Ref anyHeld() {
        for (int tries = 0; tries < 5 && !sent.isEmpty(); tries++) {
            Sent handle = sent.get(Math.max(0, sent.size() - 1 - random.nextInt(Math.min(sent.size(), 8))));
            int index = random.nextInt(handle.count);
            if (handle.first != 0 && handle.held.contains(index)) {
                return new Ref(handle, index);
            }
        }
        return null;
    }

    private @Nullable Sent any() {
        return sent.isEmpty() ? null : sent.get(random.nextInt(sent.size()));
    }

    private void release() {
        Sent handle = any();
        if (handle == null) {
            return;
        }
        int from = random.nextInt(handle.count);
        int to = from + 1 + random.nextInt(handle.count - from);
        letGo(handle, from, to, random.nextInt(3) > 0);
    }

    private void letGo(Sent handle, int from, int to, boolean cancel) {
        for (int at = from; at < to; at++) {
            handle.held.remove(at);
        }
        apply(new SchedulerEvent.Released(handle, from, to, cancel));
    }

    private void cancel() {
        Sent handle = any();
        if (handle != null) {
            SchedulerEvent.CancelRequested.Mode[] modes = SchedulerEvent.CancelRequested.Mode.values();
            int from = random.nextInt(handle.count);
            apply(new SchedulerEvent.CancelRequested(
                    handle, from, from + 1 + random.nextInt(handle.count - from), modes[random.nextInt(modes.length)]));
        }
    }

    private void retry() {
        Sent handle = any();
        if (handle != null) {
            apply(new SchedulerEvent.RetryRequested(handle, 0, handle.count));
        }
    }

    private void misc() {
        Ref ref = anyHeld();
        if (ref != null) {
            List<Peer> holders = state.holders(ref.task());
            if (!holders.isEmpty()) {
                FakeWorker holder = workers.get(holders.get(0));
                if (holder != null) {
                    holder.forgets(ref.task());
                }
                apply(new SchedulerEvent.FetchFailed(ref.handle(), ref.index(), holders.get(0)));
            }
            if (!state.explain(now, ref.task()).endsWith(".")) {
                throw new AssertionError("not a sentence: " + state.explain(now, ref.task()));
            }
        }
    }

    // ---- the cluster

    private void join() {
        if (workers.size() < 4) {
            Map<String, String> tags = random.nextInt(3) == 0 || calm ? Map.of("zone", "x") : Map.of();
            join(nextWorker++, 1, calm ? 2 : 1 + random.nextInt(3), tags, null);
        }
    }

    private FakeWorker join(long id, int epoch, int threads, Map<String, String> tags, @Nullable FakeWorker former) {
        PeerInfo info = new PeerInfo(
                new Peer(id, epoch),
                PeerInfo.Role.WORKER,
                "w" + id,
                "m",
                "a",
                1,
                threads,
                0,
                threads > 1 ? Map.of("gpu", 1.0) : Map.of(),
                tags,
                List.of(),
                1,
                "",
                "17");
        FakeWorker worker = new FakeWorker(this, info, former);
        workers.put(info.peer(), worker);
        apply(new SchedulerEvent.WorkerJoined(info));
        worker.hello();
        return worker;
    }

    private void lose() {
        if (workers.isEmpty()) {
            return;
        }
        List<FakeWorker> all = new ArrayList<>(workers.values());
        FakeWorker worker = all.get(random.nextInt(all.size()));
        Loss.Kind[] kinds = Loss.Kind.values();
        Loss.Kind kind = kinds[random.nextInt(kinds.length)];
        lose(worker, kind);
        boolean returns = kind == Loss.Kind.SILENT || kind == Loss.Kind.DROPPED;
        if (returns && random.nextBoolean()) {
            PeerInfo before = worker.info;
            join(before.peer().id(), before.peer().epoch() + 1, before.threads(), before.tags(), worker);
        }
    }

    private void lose(FakeWorker worker, Loss.Kind kind) {
        workers.remove(worker.info.peer());
        boolean recorded = random.nextBoolean();
        apply(new SchedulerEvent.WorkerLost(
                worker.info.peer(),
                new Loss(kind, "lost", recorded ? worker.runningSpans() : List.of(), recorded, List.of("last line"))));
    }

    private void work() {
        if (!workers.isEmpty()) {
            List<FakeWorker> all = new ArrayList<>(workers.values());
            all.get(random.nextInt(all.size())).act(calm);
        }
    }

    private void tick() {
        now += random.nextInt(4) == 0 ? 20 * MS : 50_000;
        apply(SchedulerEvent.Tick.NOW);
    }

    // ---- the end

    private void calm() {
        calm = true;
        for (Sent each : sent) {
            if (each.unsent > 0) {
                int more = each.unsent;
                each.unsent = 0;
                apply(new SchedulerEvent.ArgumentsArrived(each, rows(more)));
            }
        }
        for (FakeWorker worker : new ArrayList<>(workers.values())) {
            if (worker.leaving() || worker.info.tags().isEmpty() || worker.info.threads() < 2) {
                lose(worker, Loss.Kind.LEFT);
            }
        }
        while (workers.size() < 2) {
            join();
        }
    }

    private void finish() {
        for (int round = 0; round < 20_000; round++) {
            if (state.idle()) {
                break;
            }
            for (FakeWorker worker : new ArrayList<>(workers.values())) {
                worker.act(true);
            }
            if (round % 5 == 0) {
                now += 5 * MS;
                apply(SchedulerEvent.Tick.NOW);
            }
        }
        if (!state.idle()) {
            StringBuilder text = new StringBuilder("these never ended:");
            for (Sent each : sent) {
                for (int at : each.held) {
                    if (state.status(each.first + at) == Status.PENDING) {
                        text.append('\n').append(state.explain(now, each.first + at));
                    }
                }
            }
            throw new AssertionError(text);
        }
        for (Sent each : sent) {
            if (!each.settled.containsAll(each.held)) {
                each.held.removeAll(each.settled);
                throw new AssertionError("not told: "
                        + each.held.stream()
                                .map(at -> state.explain(now, each.first + at))
                                .toList());
            }
        }
    }

    private void letGo() {
        if (random.nextInt(3) == 0) {
            closed = true;
            apply(new SchedulerEvent.Closed("the end"));
        } else {
            for (Sent each : sent) {
                letGo(each, 0, each.count, true);
            }
        }
        for (int round = 0; round < 50; round++) {
            for (FakeWorker worker : new ArrayList<>(workers.values())) {
                worker.act(true);
            }
            now += 500 * MS;
            apply(SchedulerEvent.Tick.NOW);
        }
    }

    /** What is still held by anyone. */
    List<String> leftOver() {
        List<String> left = new ArrayList<>();
        if (state.records() != 0) {
            left.add(state.records() + " records");
        }
        for (FakeWorker worker : workers.values()) {
            left.addAll(worker.leftOver());
        }
        return left;
    }

    // ---- the stage

    void apply(SchedulerEvent event) {
        steps++;
        state.apply(now, event, this);
        if (random.nextInt(4) > 0 || calm) {
            state.flush(now, this);
        }
        if (state.records() < 300 || random.nextInt(20) == 0) {
            state.validate();
        }
        if (state.nextTick() < now - 40_000 * MS) {
            throw new AssertionError("a tick is long overdue");
        }
        while (!doomed.isEmpty()) {
            FakeWorker worker = workers.get(doomed.remove(0));
            if (worker != null) {
                lose(worker, Loss.Kind.KILLED);
                if (calm) {
                    join();
                }
            }
        }
    }

    @Override
    public void send(Peer worker, Message message) {
        FakeWorker to = workers.get(worker);
        if (to == null) {
            throw new AssertionError("a message to a worker that is gone: " + message);
        }
        to.receive(message);
    }

    @Override
    public void settled(Handle handle, int from, int to) {
        Sent known = byHandle.get(handle);
        for (int at = from; known != null && at < to; at++) {
            if (!known.settled.add(at)) {
                throw new AssertionError("told twice that " + at + " of " + known.count + " has ended");
            }
            Status status = state.status(handle.firstTask() + at);
            if (status == Status.PENDING || status == Status.UNKNOWN) {
                throw new AssertionError("settled and " + status);
            }
        }
    }

    @Override
    public void reopened(Handle handle, int from, int to) {
        Sent known = byHandle.get(handle);
        for (int at = from; known != null && at < to; at++) {
            if (!known.settled.remove(at)) {
                throw new AssertionError("reopened what had not ended");
            }
        }
    }

    @Override
    public void drop(Peer worker, String reason) {
        throw new AssertionError("dropped: " + reason);
    }

    @Override
    public void stop(Peer worker, String reason) {
        doomed.add(worker);
    }

    @Override
    public void retired(Peer worker) {
        FakeWorker known = workers.get(worker);
        if (known != null) {
            known.retired();
        }
    }

    @Override
    public void observed(Observation what, long task, int attempt, @Nullable Peer worker, @Nullable Failure failure) {}

    @Override
    public void log(String line) {}

    boolean closed() {
        return closed;
    }
}

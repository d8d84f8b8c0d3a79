package dev.muster.worker;

import dev.muster.protocol.Assignment;
import dev.muster.protocol.Completion;
import dev.muster.protocol.Inputs;
import dev.muster.protocol.Kept;
import dev.muster.protocol.Message;
import dev.muster.protocol.Peer;
import dev.muster.protocol.Rank;
import dev.muster.protocol.Span;
import dev.muster.protocol.TaskSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A client's scheduler that gives, frees, cancels and recalls at random, and keeps account of every attempt. */
final class FakeScheduler {
    final Peer client;
    private final RandomWorld world;
    /** Messages on their way to the worker, in order. */
    final ArrayDeque<Message> messages = new ArrayDeque<>();
    /** Messages on their way here. */
    final ArrayDeque<Message> coming = new ArrayDeque<>();
    /** Attempts that are with the worker, by task; what they were given as. */
    private final Map<Long, Assignment> given = new LinkedHashMap<>();
    /** Attempts freed or cancelled while they were with the worker. */
    private final Map<Long, Boolean> stopped = new LinkedHashMap<>();
    /** Values that the worker is to keep. */
    private final List<Span> kept = new ArrayList<>();

    private long nextTask;
    private long applied;
    private long sequence;
    private boolean recalling;
    int ends;

    FakeScheduler(RandomWorld world, Peer client) {
        this.world = world;
        this.client = client;
        nextTask = (client.id() + 1 << 32) + ((long) client.epoch() << 40);
    }

    int outstanding() {
        return given.size();
    }

    boolean has(long task) {
        return given.containsKey(task);
    }

    // ---- what it says

    /** Says something, at random. */
    void step() {
        double what = world.random();
        if (what < 0.45) {
            give();
        } else if (what < 0.52) {
            free();
        } else if (what < 0.60) {
            cancel();
        } else if (what < 0.66 && !recalling) {
            recalling = true;
            messages.add(new Message.Recall(1 + world.below(5)));
        } else if (what < 0.70) {
            messages.add(new Message.Want(applied, world.below(3)));
        } else if (what < 0.75) {
            freeKept(world.below(3));
        } else {
            messages.add(new Message.Ping(applied, false));
        }
    }

    private void give() {
        if (given.size() > 60) {
            return;
        }
        List<Assignment> assignments = new ArrayList<>();
        int count = 1 + world.below(3);
        for (int i = 0; i < count; i++) {
            assignments.add(world.chance(0.4) ? range(1 + world.below(20)) : one(depthZero()));
        }
        messages.add(new Message.Run(applied, assignments));
    }

    private Rank depthZero() {
        return new Rank(world.chance(0.1) ? 1 : 0, nextTask, 0, nextTask);
    }

    private Assignment range(int count) {
        Assignment assignment = WorkerRig.range(nextTask, count, spec());
        for (int i = 0; i < count; i++) {
            given.put(nextTask + i, assignment);
        }
        nextTask += count;
        return assignment;
    }

    private Assignment one(Rank rank) {
        long id = nextTask++;
        boolean exclusive = world.chance(0.03);
        Assignment one = new Assignment.One(id, 1, spec(), rank, "work", inputs(), exclusive);
        given.put(id, one);
        return one;
    }

    private TaskSpec spec() {
        int kind = world.below(3);
        double need = world.random();
        if (need < 0.1) {
            return WorkerRig.spec(kind, 1 + world.below(world.threads), Map.of());
        }
        if (need < 0.2) {
            return WorkerRig.spec(kind, 1, Map.of("gpu", 1.0));
        }
        return need < 0.3 ? WorkerRig.timed(kind, WorkerRig.MS) : WorkerRig.spec(kind);
    }

    private Inputs inputs() {
        if (world.chance(0.6)) {
            return Inputs.NONE;
        }
        int count = 1 + world.below(3);
        Object[] values = new Object[count];
        Inputs.Remote[] remotes = new Inputs.Remote[count];
        boolean any = false;
        for (int i = 0; i < count; i++) {
            values[i] = "inline";
            if (world.chance(0.7)) {
                values[i] = Kept.AT_WORKER;
                remotes[i] = world.chance(0.4) ? ahead() : elsewhere();
                any |= remotes[i] != null;
            }
            if (remotes[i] == null) {
                values[i] = "inline";
            }
        }
        return new Inputs(values, any ? remotes : null);
    }

    /** An input that the worker is to make itself. */
    private Inputs.Remote ahead() {
        List<Long> tasks =
                given.keySet().stream().filter(t -> !stopped.containsKey(t)).toList();
        if (tasks.isEmpty()) {
            return null;
        }
        return new Inputs.Remote(tasks.get(world.below(tasks.size())), 1, 0, List.of());
    }

    private Inputs.Remote elsewhere() {
        long task = (client.id() + 1 << 32) + (1 << 30) + world.below(30);
        List<Peer> holders = new ArrayList<>();
        for (int i = 0; i <= world.below(3); i++) {
            holders.add(new Peer(200 + i, 1));
        }
        return new Inputs.Remote(task, 1, 1 << 14, holders);
    }

    private void free() {
        for (long task : some(1 + world.below(4))) {
            stopped.put(task, false);
            given.remove(task);
            messages.add(new Message.Free(applied, List.of(Span.of(task, 1)), new long[0]));
        }
    }

    private void cancel() {
        boolean interrupt = world.chance(0.5);
        for (long task : some(1 + world.below(4))) {
            if (interrupt) {
                stopped.put(task, true);
            }
            messages.add(new Message.Cancel(List.of(Span.of(task, 1)), new long[0], interrupt));
        }
    }

    private List<Long> some(int count) {
        List<Long> tasks = new ArrayList<>(given.keySet());
        List<Long> some = new ArrayList<>();
        for (int i = 0; i < count && !tasks.isEmpty(); i++) {
            some.add(tasks.remove(world.below(tasks.size())));
        }
        return some;
    }

    void freeKept(int count) {
        for (int i = 0; i < count && !kept.isEmpty(); i++) {
            Span span = kept.remove(world.below(kept.size()));
            messages.add(new Message.Free(applied, List.of(span), new long[0]));
        }
    }

    void acknowledge() {
        messages.add(new Message.Ping(applied, false));
    }

    /** The worker's incarnation is void: what was with it is, and what is on its way, either way. */
    void workerLost() {
        ends += given.size();
        given.clear();
        stopped.clear();
        kept.clear();
        messages.clear();
        coming.clear();
        sequence = 0;
        applied = 0;
        recalling = false;
    }

    // ---- what it hears

    void hear(Message message) {
        if (message instanceof Message.Finished finished) {
            world.must(
                    finished.sequence() == ++sequence, "Finished " + finished.sequence() + " after " + (sequence - 1));
            applied = finished.sequence();
            finished.completions().forEach(this::finished);
        } else if (message instanceof Message.Failed failed) {
            ended(failed.task(), "failed " + failed.failure().kind());
            held(failed.fetched());
        } else if (message instanceof Message.Missing missing) {
            ended(missing.task(), "missing");
        } else if (message instanceof Message.Returned returned) {
            recalling &= !returned.recall();
            returned.spans().forEach(this::returned);
        } else if (message instanceof Message.Inventory inventory) {
            for (Span span : inventory.held()) {
                for (int i = 0; i < span.count(); i++) {
                    kept.add(Span.of(span.first() + i, span.attempt()));
                }
            }
        } else if (message instanceof Message.Waiting waiting) {
            waiting(waiting.task());
        }
    }

    private void finished(Completion completion) {
        for (int i = 0; i < completion.count(); i++) {
            ended(completion.first() + i, "finished");
        }
        if (completion instanceof Completion.One one) {
            held(one.fetched());
            if (one.value() == Kept.AT_WORKER) {
                kept.add(Span.of(one.first(), 1));
            }
        }
    }

    private void held(long[] fetched) {
        Arrays.stream(fetched).forEach(task -> kept.add(Span.of(task, 1)));
    }

    private void ended(long task, String how) {
        boolean known = given.remove(task) != null;
        // A report may cross with a Free; it cannot come twice.
        world.must(
                known || Boolean.FALSE.equals(stopped.remove(task)),
                "task " + Long.toHexString(task) + " " + how + " twice");
        stopped.remove(task);
        ends++;
    }

    /** Comes back; the same attempt may go to the worker again. */
    private void returned(Span span) {
        for (int i = 0; i < span.count(); i++) {
            long task = span.first() + i;
            Assignment was = given.get(task);
            boolean stop = stopped.containsKey(task);
            ended(task, "returned");
            boolean again = was instanceof Assignment.One one && one.inputs().remotes() == null;
            if (again && !stop && world.chance(0.5) && !world.closing()) {
                given.put(task, was);
                messages.add(new Message.Run(applied, List.of(was)));
            }
        }
    }

    /** Gives a child of a task that waits. */
    private void waiting(long task) {
        Assignment parent = given.get(task);
        if (parent == null || world.chance(0.3)) {
            return;
        }
        Rank rank = parent.rank().plus(task - parent.first());
        long id = nextTask;
        Assignment child = one(new Rank(rank.priority(), rank.order(), rank.depth() + 1, id));
        messages.add(new Message.Run(applied, List.of(child)));
    }

    @Override
    public String toString() {
        return "scheduler " + client + " has given "
                + given.keySet().stream().map(Long::toHexString).toList() + ", says " + messages.size();
    }
}

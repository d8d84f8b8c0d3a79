package dev.muster.scheduler;

import dev.muster.protocol.Assignment;
import dev.muster.protocol.Message;
import dev.muster.protocol.Peer;
import dev.muster.protocol.PeerInfo;
import dev.muster.protocol.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One worker as this scheduler sees it: what it allows, what it was given, what is to be sent. Owned by the scheduler's loop. What it
 * counts are hints; the worker decides.
 */
final class WorkerView {
    /** From 1; never used again, so that a record may name a worker that is gone. */
    final int number;

    final PeerInfo info;
    final Peer peer;
    // of these, what is asked for in every event
    final int epoch;
    final int threads;

    // what it allows
    int slots;
    long queueNanos;
    long queueBytes;
    boolean writable = true;
    boolean draining;
    /** It was told that nothing is needed of it. */
    boolean retired;
    /** While it leaves: internal tasks that copy what only it holds, and how often each value was tried. */
    final List<Long> moving = new ArrayList<>();

    final LongIntMap moves = new LongIntMap();
    /** Values that were broadcast before anything could be sent to it. */
    final List<Long> owed = new ArrayList<>(0);

    boolean gone;
    /** The lane that it is kept free for, until its tasks that need more than a slot can start. */
    @Nullable
    Lane reserved;

    // what it was given
    final GivenQueue given = new GivenQueue();
    /** Attempts there that have not been reported. */
    int outstanding;
    /** Attempts that were cancelled and may still occupy a thread, by task, until it is heard of them. */
    final LongIntMap stopping = new LongIntMap();
    /** Of attempts being stopped: the kept inputs which they may be fetching. */
    final Map<Long, Span[]> fetching = new HashMap<>();
    /** What its tasks submitted, by its own numbers. */
    final Map<Long, RemoteChild> children = new HashMap<>();
    /** Attempts that wait for nested work and have given back their threads. */
    int blocked;
    /** Dependants given out ahead of their inputs; they need no slot of their own. */
    int ahead;
    /** Values kept there. */
    int holding;
    /** Resources of its attempts, by name. */
    final Map<String, Double> taken = new HashMap<>();
    /** Attempts that are to run alone. */
    int exclusive;

    private @Nullable Kind[] kinds = new Kind[4];
    private int[] kindCounts = new int[4];
    private int kindCount;

    // when it was heard of
    /** The highest Finished that was applied, and the highest that it was told of. */
    long applied;

    long acknowledged;
    /** When it last reported that something ended. */
    long reportedAt;
    /** Grows with whatever may have made room there. */
    long progress;

    final RoundTrip roundTrip = new RoundTrip();
    private boolean idle = true;
    int want = -1;
    boolean recalling;
    /** Until when it is not asked for tasks again, since it had none to give; new ones and reports end that. */
    long dryUntil;

    // what is to be sent
    boolean dirty;
    List<Assignment> run = new ArrayList<>();
    List<Span> free = new ArrayList<>();
    List<Span> cancel = new ArrayList<>();
    List<Span> interrupt = new ArrayList<>();
    final List<Message> other = new ArrayList<>();

    // its place among the emptiest
    int bucket = -1;

    @Nullable
    WorkerView before;

    @Nullable
    WorkerView after;

    WorkerView(int number, PeerInfo info) {
        this.number = number;
        this.info = info;
        peer = info.peer();
        epoch = peer.epoch();
        threads = info.threads();
    }

    /** Whether it may be given anything at all. */
    boolean open() {
        return slots > 0 && writable && !draining && !gone;
    }

    /** Attempts that occupy slots, or queue for them. */
    int occupied() {
        return outstanding + stopping.size() - blocked - ahead;
    }

    int freeSlots() {
        return slots - occupied();
    }

    /** Attempts queued behind running ones. */
    int queued() {
        return Math.max(0, occupied() - slots);
    }

    // ---- what kinds are there

    void add(Kind kind, int tasks) {
        for (int at = 0; at < kindCount; at++) {
            if (kinds[at] == kind) {
                kindCounts[at] += tasks;
                return;
            }
        }
        if (kindCount == kinds.length) {
            kinds = Arrays.copyOf(kinds, kindCount * 2);
            kindCounts = Arrays.copyOf(kindCounts, kindCount * 2);
        }
        kinds[kindCount] = kind;
        kindCounts[kindCount++] = tasks;
    }

    void remove(Kind kind, int tasks) {
        for (int at = 0; at < kindCount; at++) {
            if (kinds[at] == kind) {
                kindCounts[at] -= tasks;
                if (kindCounts[at] == 0) {
                    kinds[at] = kinds[--kindCount];
                    kindCounts[at] = kindCounts[kindCount];
                    kinds[kindCount] = null;
                }
                return;
            }
        }
        throw new IllegalStateException(info.name() + " has no task of kind " + kind.name);
    }

    int count(Kind kind) {
        for (int at = 0; at < kindCount; at++) {
            if (kinds[at] == kind) {
                return kindCounts[at];
            }
        }
        return 0;
    }

    /** Thread time that all its attempts are expected to take. */
    double expectedNanos() {
        double nanos = 0;
        for (int at = 0; at < kindCount; at++) {
            Kind kind = kinds[at];
            if (kind != null) {
                nanos += kind.meanNanos() * kindCounts[at];
            }
        }
        return nanos;
    }

    /** Thread time that is expected of what queues behind the {@code slots} longest. */
    double queuedNanos() {
        int behind = queued();
        if (behind == 0) {
            return 0;
        }
        if (kindCount == 1) {
            Kind only = kinds[0];
            return only == null ? 0 : only.meanNanos() * behind;
        }
        double running = 0;
        int left = slots;
        double below = Double.MAX_VALUE;
        while (left > 0) {
            int at = longestBelow(below);
            if (at < 0) {
                break;
            }
            Kind kind = kinds[at];
            below = kind == null ? 0 : kind.meanNanos();
            int of = Math.min(left, kindCounts[at]);
            running += below * of;
            left -= of;
        }
        return Math.max(0, expectedNanos() - running);
    }

    private int longestBelow(double limit) {
        int found = -1;
        double longest = -1;
        for (int at = 0; at < kindCount; at++) {
            Kind kind = kinds[at];
            double mean = kind == null ? 0 : kind.meanNanos();
            if (mean < limit && mean > longest) {
                longest = mean;
                found = at;
            }
        }
        return found;
    }

    /** Bytes that are expected of the values of what queues there. */
    double queuedBytes() {
        int all = Math.max(1, outstanding);
        double bytes = 0;
        for (int at = 0; at < kindCount; at++) {
            Kind kind = kinds[at];
            if (kind != null) {
                bytes += kind.meanBytes() * kindCounts[at];
            }
        }
        return bytes * queued() / all;
    }

    // ---- how far away it is

    /** What is in {@link #run} goes to it now: if its first task meets a free slot, its report tells the round trip. */
    void runSent(long now) {
        boolean nothing = idle;
        if (idle) {
            idle = false;
            reportedAt = now;
        }
        if (roundTrip.asksNothing(now) && (nothing || (ahead == 0 && occupied() - tasksInRun() < slots))) {
            roundTrip.ask(now, run.get(0).first());
        }
    }

    private int tasksInRun() {
        int tasks = 0;
        for (int at = 0; at < run.size(); at++) {
            tasks += run.get(at).count();
        }
        return tasks;
    }

    /** It reported that something ended. */
    void reported(long now) {
        reportedAt = now;
        dryUntil = 0;
        progress++;
        idle = outstanding == 0;
    }

    /** Nothing of it is there any more. */
    void clear() {
        gone = true;
        reserved = null;
        given.clear();
        stopping.clear();
        fetching.clear();
        moving.clear();
        moves.clear();
        owed.clear();
        children.clear();
        outstanding = 0;
        blocked = 0;
        ahead = 0;
        holding = 0;
        exclusive = 0;
        taken.clear();
        kinds = new Kind[1];
        kindCounts = new int[1];
        kindCount = 0;
        run = new ArrayList<>();
        free = new ArrayList<>();
        cancel = new ArrayList<>();
        interrupt = new ArrayList<>();
        other.clear();
    }
}

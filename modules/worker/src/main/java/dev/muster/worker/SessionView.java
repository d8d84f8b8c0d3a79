package dev.muster.worker;

import dev.muster.protocol.Message;
import dev.muster.protocol.Peer;
import dev.muster.protocol.Span;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everything that this worker has of one client's session. Owned by the worker's loop. */
final class SessionView {
    final Peer client;
    final RunQueue plain = new RunQueue();
    /** What needs more than one thread. */
    final RunQueue special = new RunQueue();

    final Outbox outbox = new Outbox();
    final ValueTable values = new ValueTable();
    final Turn turn = new Turn();
    private final LongMap<WorkerTask> singles = new LongMap<>();
    private final List<WorkerTask> ranges = new ArrayList<>();
    private final LongMap<KindTime> kinds = new LongMap<>();
    private final Map<Message.Returned.Why, List<Span>> returned = new EnumMap<>(Message.Returned.Why.class);
    /** Tasks that are queued, waiting or running here. */
    int outstanding;
    /** Tasks that wait for their inputs. */
    int waiting;
    /** What the scheduler said that it could run here. */
    int wanted;

    Message.@Nullable Grant granted;
    long grantedAt;
    /** When it last had something here or wanted to. */
    long busyAt;

    boolean wasBusy;
    /** Tasks that a recall in flight asks for; 0 for no recall. */
    int recall;
    /** Runs were cut for the recall in flight; it is answered when they are. */
    boolean recallCuts;
    /** The link takes values. */
    boolean writable = true;
    /** The link is so full that nothing of the session may start. */
    boolean stopped;
    /** Memory: nothing of the session may start. */
    boolean paused;
    /** The session is over; its runs are still to end. */
    boolean lost;
    /** The worker has joined again, the client has not been seen since: nothing is said to it. */
    boolean away;
    /** The epoch in which it was seen last, while it is away. */
    int formerEpoch;
    /** The number of the last Finished of that epoch. */
    long formerSequence;
    /** It was told that the worker leaves. */
    boolean draining;
    /** It has nothing here any more, and was told so. */
    boolean drained;
    /** Bytes of its values that went to disk, as far as known. */
    long spilled;

    SessionView(Peer client) {
        this.client = client;
    }

    /** Whether it has something here, or would. */
    boolean busy() {
        return outstanding > 0 || wanted > 0;
    }

    boolean mayStart() {
        return !stopped && !paused;
    }

    /** Nothing is to be said to it. */
    boolean silent() {
        return lost || away;
    }

    RunQueue queue(WorkerTask task) {
        return task.plain() ? plain : special;
    }

    long queued() {
        return plain.tasks() + special.tasks();
    }

    KindTime kind(int number) {
        KindTime kind = kinds.get(number);
        if (kind == null) {
            kind = new KindTime();
            kinds.put(number, kind);
        }
        return kind;
    }

    /** Notes an assignment that has come. */
    void add(WorkerTask task) {
        outstanding += task.count;
        if (task.isRange()) {
            ranges.add(task);
            return;
        }
        task.sibling = singles.get(task.first);
        singles.put(task.first, task);
    }

    /** Forgets an assignment of which nothing is here any more. */
    void remove(WorkerTask task) {
        if (task.isRange()) {
            ranges.remove(task);
            return;
        }
        WorkerTask head = singles.get(task.first);
        if (head == task && task.sibling == null) {
            singles.remove(task.first);
        } else if (head == task && task.sibling != null) {
            singles.put(task.first, task.sibling);
        } else {
            while (head != null && head.sibling != task) {
                head = head.sibling;
            }
            if (head != null) {
                head.sibling = task.sibling;
            }
        }
        task.sibling = null;
    }

    /** The assignment of this single task's attempt, or null. */
    @Nullable
    WorkerTask single(long task, int attempt) {
        WorkerTask at = singles.get(task);
        while (at != null && at.attempt != attempt) {
            at = at.sibling;
        }
        return at;
    }

    /** Every assignment that is here, as of now: ranges, then single tasks in the order of their ids. */
    List<WorkerTask> tasks() {
        List<WorkerTask> all = new ArrayList<>();
        singles.forEach(head -> {
            for (WorkerTask task = head; task != null; task = task.sibling) {
                all.add(task);
            }
        });
        all.sort((a, b) -> a.first != b.first ? Long.compare(a.first, b.first) : Integer.compare(a.attempt, b.attempt));
        all.addAll(0, ranges);
        return all;
    }

    /** The assignments that have tasks of the span, in its attempt; walks whichever is shorter, the span or the table. */
    List<WorkerTask> covered(Span span) {
        List<WorkerTask> covered = new ArrayList<>();
        for (int i = 0; i < ranges.size(); i++) {
            if (ranges.get(i).covers(span)) {
                covered.add(ranges.get(i));
            }
        }
        if (span.count() > singles.size()) {
            for (WorkerTask task : tasks()) {
                if (!task.isRange() && task.covers(span)) {
                    covered.add(task);
                }
            }
            return covered;
        }
        for (int i = 0; i < span.count(); i++) {
            WorkerTask single = single(span.first() + i, span.attempt());
            if (single != null) {
                covered.add(single);
            }
        }
        return covered;
    }

    /** Notes that these are to go back, with the next flush. */
    void giveBack(Message.Returned.Why why, long first, int count, int attempt) {
        List<Span> spans = returned.computeIfAbsent(why, w -> new ArrayList<>());
        int last = spans.size() - 1;
        if (last >= 0) {
            Span before = spans.get(last);
            if (before.attempt() == attempt && before.first() + before.count() == first) {
                spans.set(last, new Span(before.first(), before.count() + count, attempt));
                return;
            }
        }
        spans.add(new Span(first, count, attempt));
    }

    /** What is to go back and why; the caller empties it. */
    Map<Message.Returned.Why, List<Span>> returned() {
        return returned;
    }
}

package dev.muster.scheduler;

import dev.muster.protocol.Assignment;
import dev.muster.protocol.Message;
import dev.muster.protocol.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends what has gathered for each worker, merged, once a drain; acknowledges what workers reported; tells them how much there is to do.
 * Owned by the scheduler's loop.
 */
final class Posting {
    /** Functions and arguments of so many bytes make a message; a single one may be larger. */
    static final long MOST_BYTES = 128 << 10;

    private static final long[] NO_CHILDREN = new long[0];
    /** An acknowledgement goes by itself after so long, or when so many reports lack one. */
    private static final long LATEST_ACKNOWLEDGEMENT = 1_000_000_000;

    private static final int MOST_UNACKNOWLEDGED = 64;

    private final Ledger ledger;
    private long acknowledgeAt = Long.MAX_VALUE;
    /** The rough size of the backlog that workers were last told of. */
    private int toldSize;

    Posting(Ledger ledger) {
        this.ledger = ledger;
    }

    // ---- gathering

    /** The worker need not hold this result any more. */
    void free(WorkerView worker, Span span) {
        if (!worker.gone) {
            merge(worker.free, span);
            ledger.workers.touch(worker);
        }
    }

    /** The worker need not hold what this attempt or an earlier one made. */
    void freeAll(WorkerView worker, long task, int attempt) {
        for (int each = 1; each <= attempt; each++) {
            free(worker, Span.of(task, each));
        }
    }

    /** Adds a span, to the last one if it continues that. */
    static void merge(List<Span> spans, Span span) {
        int last = spans.size() - 1;
        if (last >= 0) {
            Span before = spans.get(last);
            if (before.attempt() == span.attempt() && before.first() + before.count() == span.first()) {
                spans.set(last, new Span(before.first(), before.count() + span.count(), span.attempt()));
                return;
            }
        }
        spans.add(span);
    }

    /** A report of this worker was applied and is to be acknowledged. */
    void unacknowledged(WorkerView worker) {
        if (worker.applied - worker.acknowledged > MOST_UNACKNOWLEDGED) {
            ledger.workers.touch(worker);
        }
        if (acknowledgeAt == Long.MAX_VALUE) {
            acknowledgeAt = ledger.now + LATEST_ACKNOWLEDGEMENT;
        }
    }

    // ---- sending

    /** Sends everything. */
    void flush() {
        tellBacklog();
        List<WorkerView> dirty = ledger.workers.dirty;
        for (int at = 0; at < dirty.size(); at++) {
            WorkerView worker = dirty.get(at);
            worker.dirty = false;
            if (!worker.gone) {
                send(worker);
            }
        }
        dirty.clear();
    }

    private void send(WorkerView worker) {
        SchedulerOutput out = ledger.out;
        if (!worker.cancel.isEmpty()) {
            out.send(worker.peer, new Message.Cancel(worker.cancel, NO_CHILDREN, false));
            worker.cancel = new ArrayList<>();
        }
        if (!worker.interrupt.isEmpty()) {
            out.send(worker.peer, new Message.Cancel(worker.interrupt, NO_CHILDREN, true));
            worker.interrupt = new ArrayList<>();
        }
        if (!worker.free.isEmpty()) {
            out.send(worker.peer, new Message.Free(worker.applied, worker.free, NO_CHILDREN));
            worker.free = new ArrayList<>();
            worker.acknowledged = worker.applied;
        }
        for (int at = 0; at < worker.other.size(); at++) {
            out.send(worker.peer, worker.other.get(at));
        }
        worker.other.clear();
        if (!worker.run.isEmpty()) {
            worker.runSent(ledger.now);
            run(worker, worker.run);
            worker.run = new ArrayList<>();
            worker.acknowledged = worker.applied;
        }
        if (worker.applied - worker.acknowledged > MOST_UNACKNOWLEDGED) {
            acknowledge(worker);
        }
    }

    /** Sends assignments, in as many messages as their bytes ask for. */
    private void run(WorkerView worker, List<Assignment> assignments) {
        int begin = 0;
        long bytes = 0;
        for (int at = 0; at < assignments.size(); at++) {
            long more = assignments.get(at).size();
            if (at > begin && bytes + more > MOST_BYTES) {
                ledger.out.send(
                        worker.peer, new Message.Run(worker.applied, new ArrayList<>(assignments.subList(begin, at))));
                begin = at;
                bytes = 0;
            }
            bytes += more;
        }
        List<Assignment> rest =
                begin == 0 ? assignments : new ArrayList<>(assignments.subList(begin, assignments.size()));
        ledger.out.send(worker.peer, new Message.Run(worker.applied, rest));
    }

    private void acknowledge(WorkerView worker) {
        ledger.out.send(worker.peer, new Message.Ping(worker.applied, false));
        worker.acknowledged = worker.applied;
    }

    /** When {@link #tick} is to be called; {@link Long#MAX_VALUE} for never. */
    long nextTick() {
        return acknowledgeAt;
    }

    /** Acknowledges what has waited for it long enough. */
    void tick() {
        if (ledger.now < acknowledgeAt) {
            return;
        }
        acknowledgeAt = Long.MAX_VALUE;
        for (WorkerView worker : ledger.workers.all()) {
            if (worker.applied > worker.acknowledged) {
                acknowledge(worker);
            }
        }
    }

    // ---- how much there is to do

    /** Tells each worker when the backlog crosses 0, 1 or its grant; looks at them only when its rough size has changed. */
    private void tellBacklog() {
        long backlog = ledger.lanes.queued();
        int size = 64 - Long.numberOfLeadingZeros(backlog);
        if (size == toldSize) {
            return;
        }
        toldSize = size;
        for (WorkerView worker : ledger.workers.all()) {
            tell(worker, backlog);
        }
    }

    /** Tells this worker how much there is to do, if it does not know. */
    void tell(WorkerView worker, long backlog) {
        int level = backlog == 0 ? 0 : backlog == 1 ? 1 : backlog <= worker.slots ? 2 : 3;
        if (level != worker.want && !(level == 0 && worker.want < 0) && !worker.draining) {
            worker.want = level;
            worker.acknowledged = worker.applied;
            ledger.out.send(worker.peer, new Message.Want(worker.applied, (int) Math.min(Integer.MAX_VALUE, backlog)));
        }
    }
}

package dev.muster.scheduler;

import dev.muster.protocol.Message;
import dev.muster.protocol.Payload;
import org.jspecify.annotations.Nullable;

/**
 * How much of the client's memory encoded results take that came inside their reports. Owned by the scheduler's loop. While it is more
 * than its share, workers are told to keep all but the smallest.
 */
final class InlineStore {
    private final Ledger ledger;
    private long limit = Long.MAX_VALUE;
    private long bytes;
    private boolean full;

    InlineStore(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Its share of the client's memory. */
    void limit(long bytes) {
        limit = bytes;
    }

    /** Bytes of what is here. */
    long bytes() {
        return bytes;
    }

    void add(@Nullable Object value) {
        if (value instanceof Payload payload) {
            bytes += payload.size();
        }
    }

    /** Adds values of one kind of link: all of them payloads, or none. */
    void add(@Nullable Object[] values, int offset, int count) {
        for (int at = offset; at < offset + count && values[at] instanceof Payload payload; at++) {
            bytes += payload.size();
        }
    }

    /** The value of the task, which came inside a report or was supplied, is let go. */
    void remove(int slot) {
        boolean counted = bytes > 0 && !(ledger.tasks.submission(slot) instanceof Submission.Supplied);
        if (counted && ledger.tasks.value(slot) instanceof Payload payload) {
            bytes -= payload.size();
        }
    }

    void remove(int slot, int count) {
        for (int at = slot; bytes > 0 && at < slot + count; at++) {
            remove(at);
        }
    }

    /** Called at each flush: tells workers if it has become full, or has room again. */
    void flush() {
        boolean now = full ? bytes >= limit - limit / 5 : bytes >= limit;
        if (now != full) {
            full = now;
            for (WorkerView worker : ledger.workers.all()) {
                if (worker.slots > 0) {
                    tell(worker);
                }
            }
        }
    }

    /** A worker can be spoken to for the first time. */
    void opened(WorkerView worker) {
        if (full) {
            tell(worker);
        }
    }

    private void tell(WorkerView worker) {
        worker.other.add(new Message.Inline(full ? Message.Inline.LEAST_BYTES : Message.Inline.USUAL_BYTES));
        ledger.workers.touch(worker);
    }
}

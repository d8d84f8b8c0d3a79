package dev.muster.scheduler;

import dev.muster.protocol.Inputs;
import dev.muster.protocol.Message;
import dev.muster.protocol.Payload;
import dev.muster.protocol.Peer;
import dev.muster.protocol.Span;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values of the client's that workers get once, instead of with every task that takes them: those that are broadcast, and whatever else
 * is too big to ride along. Owned by the scheduler's loop.
 *
 * <p>The value stays the client's: a worker's copy is a convenience, and when it is lost it is sent again. A message to a worker either
 * arrives before those that follow or the worker is lost, so a copy counts as soon as it is on its way.
 */
final class Copies {
    private final Ledger ledger;
    private final TaskTable tasks;

    Copies(Ledger ledger) {
        this.ledger = ledger;
        tasks = ledger.tasks;
    }

    /** Values have become the client's own, from {@code slot} on. */
    void supplied(Submission.Supplied supplied, int slot, @Nullable Object[] values, boolean broadcast) {
        for (int position = 0; position < values.length; position++) {
            boolean big = values[position] instanceof Payload payload && payload.size() > Message.Inline.USUAL_BYTES;
            if (big || broadcast) {
                supplied.copied(position, new BitSet());
                tasks.size(slot + position, bytes(values[position]));
            }
        }
        if (broadcast) {
            for (WorkerView worker : ledger.workers.all()) {
                give(worker, slot, values.length);
            }
        }
    }

    private static long bytes(@Nullable Object value) {
        return value instanceof Payload payload ? payload.size() : 0;
    }

    private void give(WorkerView worker, int slot, int count) {
        for (int at = slot; at < slot + count; at++) {
            if (worker.open()) {
                send(worker, at, workers(at));
            } else if (!worker.draining) {
                worker.owed.add(tasks.id(at));
            }
        }
    }

    /** The worker can be sent to: it gets what was broadcast when it could not. */
    void opened(WorkerView worker) {
        if (worker.owed.isEmpty() || !worker.open()) {
            return;
        }
        for (long task : worker.owed) {
            int slot = tasks.find(task);
            BitSet workers = slot < 0 ? null : workers(slot);
            if (workers != null && !workers.get(worker.number)) {
                send(worker, slot, workers);
            }
        }
        worker.owed.clear();
    }

    private @Nullable BitSet workers(int slot) {
        return tasks.submission(slot) instanceof Submission.Supplied supplied
                ? supplied.copied(slot - supplied.slot())
                : null;
    }

    private void send(WorkerView worker, int slot, @Nullable BitSet workers) {
        if (workers != null) {
            workers.set(worker.number);
            worker.other.add(new Message.Supply(tasks.id(slot), tasks.attempt(slot), tasks.value(slot)));
            ledger.workers.touch(worker);
        }
    }

    /** Where the worker, which is about to get a task with this input, finds it; null if the value is to ride along. */
    Inputs.@Nullable Remote at(WorkerView worker, int slot) {
        BitSet workers = workers(slot);
        if (workers == null) {
            return null;
        }
        if (!workers.get(worker.number)) {
            send(worker, slot, workers);
        }
        return new Inputs.Remote(tasks.id(slot), tasks.attempt(slot), tasks.size(slot), List.of(worker.peer));
    }

    /** The workers that have a copy. */
    List<Peer> holders(int slot) {
        BitSet workers = workers(slot);
        if (workers == null) {
            return List.of();
        }
        List<Peer> holders = new ArrayList<>(workers.cardinality());
        for (int number = workers.nextSetBit(0); number >= 0; number = workers.nextSetBit(number + 1)) {
            WorkerView worker = ledger.workers.get(number);
            if (!worker.gone) {
                holders.add(worker.peer);
            }
        }
        return holders;
    }

    /** Nobody wants the value any more. */
    void free(int slot) {
        BitSet workers = workers(slot);
        if (workers != null) {
            Span span = Span.of(tasks.id(slot), tasks.attempt(slot));
            for (int number = workers.nextSetBit(0); number >= 0; number = workers.nextSetBit(number + 1)) {
                WorkerView worker = ledger.workers.get(number);
                if (!takeBack(worker, span)) {
                    ledger.posting.free(worker, span);
                }
            }
            workers.clear();
        }
    }

    /** A copy that has not been sent yet never is: what frees it would arrive before it. */
    private static boolean takeBack(WorkerView worker, Span span) {
        return worker.other.removeIf(message -> message instanceof Message.Supply supply
                && supply.task() == span.first()
                && supply.attempt() == span.attempt());
    }

    /** The worker says that it has no copy: it gets one when it needs it. */
    void notThere(WorkerView worker, int slot) {
        BitSet workers = workers(slot);
        if (workers != null) {
            workers.clear(worker.number);
        }
    }

    /** A worker that came back has a copy still; false if none is wanted. */
    boolean offered(WorkerView worker, int slot) {
        BitSet workers = workers(slot);
        if (workers != null) {
            workers.set(worker.number);
        }
        return workers != null;
    }
}

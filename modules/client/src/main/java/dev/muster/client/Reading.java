package dev.muster.client;

import dev.muster.error.ClusterException;
import dev.muster.error.ClusterException.Code;
import dev.muster.node.Session;
import dev.muster.protocol.Kept;
import dev.muster.protocol.Payload;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Turns what a slot holds into the value: decodes and fetches on the reader's own thread. Stateless. */
final class Reading {

    /** How often a value may get lost on its way before that is our fault. */
    private static final int MOST_LOSSES = 100;

    private Reading() {}

    /** The value of a slot that has ended; throws what {@code result()} throws. */
    static @Nullable Object value(TaskRecord record, int slot, @Nullable Object seen) {
        // It may have been reopened since it was seen to have ended.
        Object outcome = Outcome.pending(seen) ? new Reader(record, slot).ended(Waiting.FOR_EVER) : seen;
        if (outcome == Outcome.NULL) {
            return null;
        }
        if (outcome == Outcome.RELEASED) {
            throw RecordFuture.released(record.key(slot));
        }
        if (outcome instanceof Outcome.Failed failed) {
            throw Thrown.of(record.key(slot), failed, record.connection);
        }
        if (record.connection.session().carriesObjects()) {
            return outcome;
        }
        return encoded(record, slot, outcome);
    }

    private static @Nullable Object encoded(TaskRecord record, int slot, @Nullable Object outcome) {
        if (outcome instanceof Payload payload) {
            Object value = record.connection.session().codec().decode(payload);
            record.swap(slot, outcome, Outcome.of(value));
            return value;
        }
        return outcome == Kept.AT_WORKER ? fetched(record, slot) : outcome;
    }

    /** Fetches; waits again where the value was lost and is computed anew. */
    private static @Nullable Object fetched(TaskRecord record, int slot) {
        RecordFuture<?> future = new Reader(record, slot);
        for (int i = 0; i < MOST_LOSSES; i++) {
            Object outcome = future.ended(Waiting.FOR_EVER);
            if (outcome != Kept.AT_WORKER) {
                return value(record, slot, outcome);
            }
            Fetch fetch = new Fetch();
            record.connection.session().fetch(future, fetch);
            Waiting.orInterrupted(fetch.sleeper, fetch, Waiting.FOR_EVER, "the value of task " + record.key(slot));
            if (fetch.value != null) {
                return record.connection.session().codec().decode(fetch.value);
            }
        }
        throw new ClusterException(
                Code.INTERNAL,
                "The value of task " + record.key(slot) + " was lost " + MOST_LOSSES
                        + " times on its way to the client");
    }

    /** A reader's own view of a slot. */
    private static final class Reader extends RecordFuture<Object> {
        private static final long serialVersionUID = 1L;
        private final transient TaskRecord record;
        private final int slot;

        Reader(TaskRecord record, int slot) {
            this.record = record;
            this.slot = slot;
        }

        @Override
        TaskRecord record() {
            return record;
        }

        @Override
        int slot() {
            return slot;
        }
    }

    /** One fetch and the thread that waits for it. */
    private static final class Fetch implements Session.Fetched, BooleanSupplier {
        private final Sleeper sleeper = new Sleeper();
        private @Nullable Payload value;
        private volatile boolean done;

        @Override
        public void value(Payload fetched) {
            value = fetched;
            end();
        }

        @Override
        public void lost(String reason) {
            end();
        }

        private void end() {
            done = true;
            sleeper.wake();
        }

        @Override
        public boolean getAsBoolean() {
            return done;
        }
    }
}

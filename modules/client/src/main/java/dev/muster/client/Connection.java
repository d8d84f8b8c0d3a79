package dev.muster.client;

import dev.muster.config.ClientSettings;
import dev.muster.error.ClusterException;
import dev.muster.error.ClusterException.Code;
import dev.muster.node.Session;
import dev.muster.protocol.Failure;
import dev.muster.scheduler.Figures;
import dev.muster.scheduler.SchedulerEvent;
import dev.muster.scheduler.TaskRef;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One session of a client, and the book of its handles: what was submitted, what ended, what was let go of. Thread-safe.
 * The loop calls {@code bound}, {@code ended} and {@code reopened}; callers' threads the rest.
 */
final class Connection {

    /** Lost handles told to the scheduler by one submission at most, so that none pays for a million others. */
    private static final int LOST_AT_ONCE = 64;

    private static final int KEYS_SHOWN = 3;

    private final Client client;
    private final String name;
    private final Session session;
    private final Insight insight;
    private final Admission admission;
    private final LiveKeys keys = new LiveKeys();
    private final ReferenceQueue<Object> lost = new ReferenceQueue<>();
    private final BoundTasks bound = new BoundTasks();
    /** Made once, not for every submission. */
    private final LongSupplier truth = this::known;

    private volatile boolean closing;
    private long cutOff;
    private final List<String> cutOffKeys = new ArrayList<>();

    Connection(Client client, String name, Session session, Insight insight, ClientSettings settings) {
        this.client = client;
        this.name = name;
        this.session = session;
        this.insight = insight;
        this.admission = new Admission(settings);
    }

    Client client() {
        return client;
    }

    Session session() {
        return session;
    }

    Insight insight() {
        return insight;
    }

    LiveKeys keys() {
        return keys;
    }

    Admission admission() {
        return admission;
    }

    BoundTasks boundTasks() {
        return bound;
    }

    ReferenceQueue<Object> lostHandles() {
        return lost;
    }

    /** Makes room for more tasks; throws if the session has ended. */
    void admit(int count, @Nullable Attempt attempt) {
        if (closing || session.closed()) {
            throw new ClusterException(
                    Code.CLOSED, "Client '" + name + "' is closed: nothing more can be submitted. Open a new Client");
        }
        collect(LOST_AT_ONCE);
        admission.admit(count, attempt != null, truth);
    }

    /** How many tasks the scheduler knows to be unfinished. */
    long known() {
        Figures figures = insight.figures();
        return figures.pending() + figures.running();
    }

    /** Hands a submission to the scheduler. */
    void offer(TaskRecord record, SchedulerEvent event) {
        offer(record, event, event);
    }

    /**
     * Hands a submission to the scheduler.
     *
     * @param origin the same before it was encoded
     */
    void offer(TaskRecord record, SchedulerEvent event, SchedulerEvent origin) {
        record.origin = origin;
        session.offer(event);
        if (session.closed()) {
            lostWithSession(record);
        }
    }

    /** The session ended while this was on its way: nobody else will ever settle it. */
    private void lostWithSession(TaskRecord record) {
        var failed = new Outcome.Failed(
                Failure.of(Failure.Kind.CLOSED, "client '" + name + "' was closed before the task was taken"), 0, "");
        record.watch();
        int ended = 0;
        for (int slot = 0; slot < record.count(); slot++) {
            ended += record.settle(slot, failed) ? 1 : 0;
        }
        if (record instanceof BatchRecord batch && ended > 0) {
            batch.ended(0, batch.count(), ended, ended);
        }
    }

    // ---- called under the loop

    void bound(TaskRecord record, long first) {
        bound.add(record, first);
    }

    void ended(TaskRecord record, int from, int to, int ended, int failed) {
        admission.ended(ended);
        if (record.bytesEach() != 0) {
            admission.addBytes((long) -ended * record.bytesEach());
        }
        if (closing && failed > 0) {
            cutOff(record, from, to);
        }
    }

    /** Counts what closing ended; what failed by itself at the same moment is not its doing. */
    private void cutOff(TaskRecord record, int from, int to) {
        for (int slot = from; slot < to; slot++) {
            if (record.slot(slot) instanceof Outcome.Failed failed && failed.failure.kind() == Failure.Kind.CLOSED) {
                noteCutOff(record.key(slot));
            }
        }
    }

    private void noteCutOff(String key) {
        synchronized (cutOffKeys) {
            cutOff++;
            if (cutOffKeys.size() < KEYS_SHOWN) {
                cutOffKeys.add(key);
            }
        }
    }

    void reopened(TaskRecord record, int count) {
        admission.reopened(count);
    }

    // ---- letting go

    /** Lets go of slots: their values are freed, and what is unfinished and nobody else wants is cancelled. */
    void release(TaskRecord record, int from, int to) {
        record.watch();
        int unfinished = 0;
        int begin = -1;
        for (int slot = from; slot < to; slot++) {
            Object before = record.forget(slot);
            if (before == Outcome.RELEASED) {
                begin = released(record, begin, slot);
                continue;
            }
            unfinished += Outcome.pending(before) ? 1 : 0;
            begin = begin < 0 ? slot : begin;
        }
        released(record, begin, to);
        if (from == 0 && to == record.count()) {
            record.clear();
            keys.drop(record);
        }
        if (unfinished > 0) {
            admission.ended(unfinished);
            admission.addBytes((long) -unfinished * record.bytesEach());
        }
        if (record instanceof BatchRecord batch) {
            batch.released(from, to, unfinished);
        }
    }

    private int released(TaskRecord record, int from, int to) {
        if (from >= 0) {
            spans(
                    record,
                    from,
                    to,
                    (first, end) -> session.offer(new SchedulerEvent.Released(record, first, end, true)));
        }
        return -1;
    }

    /** Tells the scheduler of handles that the collector found. */
    void collect(int most) {
        Reference<?> found;
        for (int i = 0; i < most && (found = lost.poll()) != null; i++) {
            TaskRecord record = (TaskRecord) found;
            keys.drop(record);
            int begin = -1;
            int pending = 0;
            for (int slot = 0; slot <= record.count(); slot++) {
                Object outcome = slot < record.count() ? record.slot(slot) : Outcome.RELEASED;
                if (outcome != Outcome.RELEASED) {
                    pending += Outcome.pending(outcome) ? 1 : 0;
                    begin = begin < 0 ? slot : begin;
                } else if (begin >= 0) {
                    spans(
                            record,
                            begin,
                            slot,
                            (first, end) -> session.offer(new SchedulerEvent.Released(record, first, end, false)));
                    begin = -1;
                }
            }
            // Of lost handles the scheduler says nothing more, but their tasks still run.
            admission.orphaned(pending);
        }
    }

    // ---- stopping, retrying, waiting

    void cancel(TaskRecord record, int from, int to, CancelMode mode) {
        SchedulerEvent.CancelRequested.Mode how = switch (mode) {
            case IF_WAITING -> SchedulerEvent.CancelRequested.Mode.IF_WAITING;
            case INTERRUPT -> SchedulerEvent.CancelRequested.Mode.INTERRUPT;
            case KILL_WORKER -> SchedulerEvent.CancelRequested.Mode.KILL_WORKER;
        };
        spans(
                record,
                from,
                to,
                (first, end) -> session.offer(new SchedulerEvent.CancelRequested(record, first, end, how)));
    }

    /** Asks for another run of a failed, cancelled or lost task; does nothing for others. */
    void retry(TaskRecord record, int slot) {
        if (!Outcome.failed(record.slot(slot))) {
            return;
        }
        admit(0, null);
        boolean reopened = record instanceof BatchRecord batch ? batch.reopenSlot(slot) : record.reopen(slot);
        if (reopened) {
            reopened(record, 1);
            int position = record.position(slot);
            session.offer(new SchedulerEvent.RetryRequested(record, position, position + 1));
        }
    }

    /** Says that a thread waits for these. */
    void await(TaskRecord record, int from, int to) {
        spans(record, from, to, (first, end) -> session.offer(new SchedulerEvent.Awaited(record, first, end)));
    }

    /** Runs of neighbouring positions among neighbouring slots. */
    private static void spans(TaskRecord record, int from, int to, Span action) {
        int begin = from;
        for (int slot = from + 1; slot < to; slot++) {
            if (record.position(slot) != record.position(slot - 1) + 1) {
                action.span(record.position(begin), record.position(slot - 1) + 1);
                begin = slot;
            }
        }
        if (begin < to) {
            action.span(record.position(begin), record.position(to - 1) + 1);
        }
    }

    private interface Span {
        void span(int first, int end);
    }

    // ---- whose

    /** The futures as the scheduler names them; null if one of them has not been submitted yet. */
    @Nullable
    List<TaskRef> references(Iterable<? extends TaskFuture<?>> futures, String parameter) {
        List<TaskRef> references = new ArrayList<>();
        for (TaskFuture<?> future : futures) {
            TaskRef reference = BaseFuture.of(future, parameter).reference(this);
            if (reference == null) {
                return null;
            }
            references.add(reference);
        }
        return references;
    }

    /** Refuses futures of other clients, and those of a session that a restart ended. */
    void requireOwn(TaskRecord record, int slot) {
        if (record.connection != this) {
            throw new IllegalArgumentException(
                    "future " + record.key(slot) + " belongs to client '" + record.connection.name
                            + "', not to client '" + name
                            + "', or to a time before its restart: take its value with result() and"
                            + " pass that, or submit both through one client");
        }
    }

    String name() {
        return name;
    }

    // ---- the end

    /** Ends the session; answers how many tasks were cut off. */
    long close() {
        closing = true;
        session.close();
        synchronized (cutOffKeys) {
            return cutOff;
        }
    }

    /** The first of the tasks that {@link #close} cut off. */
    List<String> cutOffKeys() {
        synchronized (cutOffKeys) {
            return List.copyOf(cutOffKeys);
        }
    }
}

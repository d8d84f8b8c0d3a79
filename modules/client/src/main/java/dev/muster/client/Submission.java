package dev.muster.client;

import dev.muster.codec.Codec;
import dev.muster.error.ClusterException;
import dev.muster.error.ClusterException.Code;
import dev.muster.graph.Work;
import dev.muster.protocol.Arguments;
import dev.muster.protocol.Failure;
import dev.muster.protocol.Payload;
import dev.muster.scheduler.SchedulerEvent;
import dev.muster.scheduler.TaskRef;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes submissions' records, futures and events, and encodes what has to travel, on the caller's thread. Stateless. */
final class Submission {

    /** Arguments are encoded in slices that grow, so that workers start while the rest is still being encoded. */
    private static final int FIRST_SLICE = 16;

    private static final int LARGEST_SLICE = 4_096;

    private static final int SLICE_BYTES = 4 << 20;

    private Submission() {}

    /** One task. */
    static <R extends @Nullable Object> SingleFuture<R> one(
            Connection connection,
            Kind kind,
            long number,
            Work work,
            List<? extends TaskRef> inputs,
            List<? extends TaskRef> after) {
        Attempt attempt = Attempt.current();
        connection.admit(1, attempt);
        SingleFuture<R> future = new SingleFuture<>(connection, kind, number);
        SingleRecord record = future.record();
        Object sent = work;
        if (!connection.session().carriesObjects()) {
            Payload payload = counted(record, 1, () -> fitting(connection, record.key(0), encoded(connection, work)));
            bytes(connection, record, payload.size(), 1);
            sent = payload;
        }
        SchedulerEvent.Parent parent = AttemptChildren.parentIn(connection, kind, attempt);
        SchedulerEvent event = new SchedulerEvent.Submitted(record, kind.spec(), sent, inputs, after, parent);
        connection.offer(
                record,
                event,
                sent == work ? event : new SchedulerEvent.Submitted(record, kind.spec(), work, inputs, after, parent));
        if (parent != null) {
            AttemptChildren.note(record);
        }
        return future;
    }

    /** Many tasks of one function, their arguments row after row. */
    static <R extends @Nullable Object> BatchFutures<R> map(
            Connection connection,
            Kind kind,
            long firstNumber,
            Work work,
            @Nullable Object[] rows,
            int arity,
            List<? extends TaskRef> after) {
        int count = rows.length / arity;
        if (count == 0) {
            return new BatchFutures<>(connection, kind, firstNumber, 0, null);
        }
        Attempt attempt = Attempt.current();
        connection.admit(count, attempt);
        BatchFutures<R> futures = new BatchFutures<>(connection, kind, firstNumber, count, null);
        SchedulerEvent.Parent parent = AttemptChildren.parentIn(connection, kind, attempt);
        Arguments.Live live = new Arguments.Live(rows, 0, count, arity);
        if (connection.session().carriesObjects()) {
            connection.offer(
                    futures.record(),
                    new SchedulerEvent.MapSubmitted(futures.record(), kind.spec(), work, count, live, after, parent));
        } else {
            encodedMap(connection, futures.record(), work, live, after, parent);
        }
        if (parent != null) {
            AttemptChildren.note(futures.record());
        }
        return futures;
    }

    /** The first slice fails in the caller's stack before anything is submitted; a later one fails the rest of the tasks, too. */
    private static void encodedMap(
            Connection connection,
            BatchRecord record,
            Work work,
            Arguments.Live rows,
            List<? extends TaskRef> after,
            SchedulerEvent.@Nullable Parent parent) {
        Codec codec = connection.session().codec();
        // A nested map goes in one piece: its parent's connection carries no slices.
        int end = Math.min(rows.count(), parent == null ? FIRST_SLICE : rows.count());
        int first = end;
        Payload function = counted(record, rows.count(), () -> fitting(connection, record.key(0), codec.encode(work)));
        Arguments.Encoded slice =
                counted(record, rows.count(), () -> rows(connection, record, (Arguments.Live) rows.slice(0, first)));
        bytes(connection, record, (long) slice.bytes().length * rows.count() / end, rows.count());
        connection.offer(
                record,
                new SchedulerEvent.MapSubmitted(
                        record, record.kind.spec(), function, rows.count(), slice, after, parent),
                new SchedulerEvent.MapSubmitted(record, record.kind.spec(), work, rows.count(), rows, after, parent));
        int size = FIRST_SLICE;
        int from = end;
        while (from < rows.count()) {
            size = nextSlice(size, slice);
            end = Math.min(rows.count(), from + size);
            try {
                slice = rows(connection, record, (Arguments.Live) rows.slice(from, end));
            } catch (ClusterException refused) {
                Failure failure = Failure.of(Failure.Kind.UNSERIALIZABLE, String.valueOf(refused.getMessage()));
                connection.session().offer(new SchedulerEvent.ArgumentsFailed(record, from, failure));
                throw refused;
            }
            connection.session().offer(new SchedulerEvent.ArgumentsArrived(record, slice));
            from = end;
        }
    }

    /** Twice as many rows as before, but about as many bytes as one slice is to have at most. */
    private static int nextSlice(int size, Arguments.Encoded before) {
        long bytesEach = 1L + before.bytes().length / Math.max(1, before.count());
        return (int) Math.max(1, Math.min(Math.min(size * 2L, LARGEST_SLICE), SLICE_BYTES / bytesEach));
    }

    private static Arguments.Encoded rows(Connection connection, TaskRecord record, Arguments.Live rows) {
        Arguments.Encoded encoded = connection.session().codec().encodeRows(rows);
        if (encoded.bytes().length > connection.session().longestPayload()) {
            for (int row = 0; row < encoded.count(); row++) {
                requireFits(
                        connection,
                        record.key(rows.from() + row),
                        encoded.row(row).size());
            }
        }
        return encoded;
    }

    private static Payload encoded(Connection connection, @Nullable Object value) {
        return connection.session().codec().encode(value);
    }

    /** The payload, if a message can bring it. */
    private static Payload fitting(Connection connection, String what, Payload payload) {
        requireFits(connection, what, payload.size());
        return payload;
    }

    private static void requireFits(Connection connection, String what, long size) {
        int longest = connection.session().longestPayload();
        if (size > longest) {
            throw new ClusterException(
                    Code.UNSERIALIZABLE,
                    what + " takes " + size + " bytes when encoded, with what it brings along; this cluster carries "
                            + longest + " at most. Make big values in a task, or read them inside the task that needs"
                            + " them: results stay at the workers and may have any size.");
        }
    }

    /** A graph in its static order. */
    static <R extends @Nullable Object> BatchFutures<R> graph(
            Connection connection, Kind kind, long firstNumber, GraphPlan plan, String @Nullable [] keys) {
        Attempt attempt = Attempt.current();
        int[] wanted = plan.wanted();
        boolean all = wanted.length == plan.size();
        connection.admit(wanted.length, attempt);
        BatchFutures<R> futures = new BatchFutures<>(connection, kind, firstNumber, wanted.length, all ? null : wanted);
        if (keys != null) {
            futures.record().name(keys);
        }
        Object[] works = counted(futures.record(), wanted.length, () -> travelling(connection, plan.works()));
        SchedulerEvent.Parent parent = AttemptChildren.parentIn(connection, kind, attempt);
        SchedulerEvent event = new SchedulerEvent.GraphSubmitted(
                futures.record(), plan.specs(), works, plan.inputs(), plan.outside(), wanted, parent);
        SchedulerEvent origin = new SchedulerEvent.GraphSubmitted(
                futures.record(), plan.specs(), plan.works(), plan.inputs(), plan.outside(), wanted, parent);
        connection.offer(futures.record(), event, origin);
        if (parent != null) {
            AttemptChildren.note(futures.record());
        }
        return futures;
    }

    /** Values of the caller's, which are there at once. */
    static void scatter(Connection connection, TaskRecord record, @Nullable Object[] values, boolean broadcast) {
        Object[] sent = values;
        if (!connection.session().carriesObjects()) {
            sent = new Object[values.length];
            for (int i = 0; i < values.length; i++) {
                sent[i] = fitting(connection, "A scattered value", encoded(connection, values[i]));
            }
        }
        for (int slot = 0; slot < values.length; slot++) {
            record.swap(slot, null, Outcome.of(values[slot]));
        }
        if (record instanceof BatchRecord batch) {
            batch.scattered();
        }
        // References are everywhere already.
        boolean copied = broadcast && sent != values;
        connection.session().offer(new SchedulerEvent.Scattered(record, sent, copied));
    }

    private static Object[] travelling(Connection connection, Work[] works) {
        if (connection.session().carriesObjects()) {
            return works;
        }
        Object[] sent = new Object[works.length];
        IdentityHashMap<Work, Payload> known = new IdentityHashMap<>();
        for (int i = 0; i < works.length; i++) {
            sent[i] = known.computeIfAbsent(
                    works[i], work -> fitting(connection, "A task of the graph", encoded(connection, work)));
        }
        return sent;
    }

    private static void bytes(Connection connection, TaskRecord record, long bytes, int count) {
        int each = (int) Math.min(Integer.MAX_VALUE, bytes / count);
        Freight freight = record.freight == null ? Freight.NONE : record.freight;
        record.freight = new Freight(freight.carried(), each);
        connection.admission().addBytes((long) each * count);
    }

    /** Encodes, noting which futures travel along; takes the tasks out of the count again if they cannot be encoded. */
    private static <T> T counted(TaskRecord record, int count, Supplier<T> encoding) {
        if (record.connection.session().carriesObjects()) {
            return encoding.get();
        }
        Freight freight = record.freight == null ? Freight.NONE : record.freight;
        List<Long> given = new ArrayList<>(freight.carried());
        try {
            T encoded = FutureToken.collecting(given, encoding);
            record.freight = new Freight(given, freight.bytesEach());
            return encoded;
        } catch (RuntimeException | Error refused) {
            FutureToken.forget(given);
            record.connection.admission().ended(count);
            throw refused;
        }
    }
}

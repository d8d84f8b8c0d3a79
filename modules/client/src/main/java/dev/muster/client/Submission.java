package dev.muster.client;

import dev.muster.codec.Codec;
import dev.muster.error.ClusterException;
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
    private static final int FIRST_SLICE = 64;

    private static final int LARGEST_SLICE = 4_096;

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
            Payload payload =
                    counted(record, 1, () -> connection.session().codec().encode(work));
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
        Payload function = counted(record, rows.count(), () -> codec.encode(work));
        Arguments.Encoded slice =
                counted(record, rows.count(), () -> codec.encodeRows((Arguments.Live) rows.slice(0, first)));
        bytes(connection, record, (long) slice.bytes().length * rows.count() / end, rows.count());
        connection.offer(
                record,
                new SchedulerEvent.MapSubmitted(
                        record, record.kind.spec(), function, rows.count(), slice, after, parent),
                new SchedulerEvent.MapSubmitted(record, record.kind.spec(), work, rows.count(), rows, after, parent));
        int size = FIRST_SLICE;
        int from = end;
        while (from < rows.count()) {
            size = Math.min(size * 2, LARGEST_SLICE);
            end = Math.min(rows.count(), from + size);
            try {
                slice = codec.encodeRows((Arguments.Live) rows.slice(from, end));
            } catch (ClusterException refused) {
                Failure failure = Failure.of(Failure.Kind.UNSERIALIZABLE, String.valueOf(refused.getMessage()));
                connection.session().offer(new SchedulerEvent.ArgumentsFailed(record, from, failure));
                throw refused;
            }
            connection.session().offer(new SchedulerEvent.ArgumentsArrived(record, slice));
            from = end;
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
                sent[i] = connection.session().codec().encode(values[i]);
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
            sent[i] = known.computeIfAbsent(works[i], connection.session().codec()::encode);
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

package dev.muster.client;

import dev.muster.error.TaskFailedException;
import dev.muster.graph.Work;
import dev.muster.protocol.Arguments;
import dev.muster.scheduler.SchedulerEvent.GraphSubmitted;
import dev.muster.scheduler.SchedulerEvent.MapSubmitted;
import dev.muster.scheduler.SchedulerEvent.Submitted;
import dev.muster.scheduler.TaskRef;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Runs a failed task in the caller's thread, with its inputs, for a debugger. Stateless. */
final class Replay {

    private static final String HERE = "caller";

    private Replay() {}

    @SuppressWarnings({"unchecked", "NullAway"
    }) // what the task makes, which the compiler checked where it was submitted
    static <T extends @Nullable Object> T run(Connection connection, TaskFuture<T> future) {
        BaseFuture<T> base = BaseFuture.of(future, "future");
        Object outcome = base.ended(Waiting.FOR_EVER);
        if (!(base.reference(connection) instanceof RecordFuture<?> held)) {
            throw new IllegalStateException("Task " + future.key() + " is not decided yet");
        }
        Object origin = held.record().origin;
        if (!Outcome.failed(outcome) || origin == null) {
            throw new IllegalStateException("Task " + future.key() + " is " + future.status()
                    + ": only a task that has failed, and was not given by scatter, can be replayed");
        }
        return (T) run(held.record(), held.slot(), origin);
    }

    private static @Nullable Object run(TaskRecord record, int slot, Object origin) {
        if (origin instanceof Submitted one) {
            return call(record.key(slot), one.spec().name(), (Work) one.work(), values(one.inputs()));
        }
        if (origin instanceof MapSubmitted map) {
            Arguments.Live rows = (Arguments.Live) map.arguments();
            @Nullable Object[] row = new Object[rows.arity()];
            rows.row(slot, row);
            return call(record.key(slot), map.spec().name(), (Work) map.work(), row);
        }
        return graph(record.key(slot), (GraphSubmitted) origin, record.position(slot));
    }

    private static @Nullable Object[] values(List<? extends TaskRef> inputs) {
        @Nullable Object[] values = new Object[inputs.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(inputs.get(i));
        }
        return values;
    }

    private static @Nullable Object value(TaskRef input) {
        return ((RecordFuture<?>) input).result();
    }

    /** Of a graph only the wanted values were kept: what leads to this one is run again, in order. */
    private static @Nullable Object graph(String key, GraphSubmitted graph, int position) {
        TreeSet<Integer> needed = new TreeSet<>(List.of(position));
        for (Integer at = position; at != null; at = needed.lower(at)) {
            for (int input : graph.inputs()[at]) {
                if (input >= 0) {
                    needed.add(input);
                }
            }
        }
        Map<Integer, Object> values = new HashMap<>();
        for (int at : needed) {
            int[] inputs = graph.inputs()[at];
            @Nullable Object[] row = new Object[inputs.length];
            for (int i = 0; i < inputs.length; i++) {
                row[i] = inputs[i] >= 0
                        ? values.get(inputs[i])
                        : value(graph.outside().get(-1 - inputs[i]));
            }
            values.put(at, call(key, graph.specs()[at].name(), (Work) graph.works()[at], row));
        }
        return values.get(position);
    }

    private static @Nullable Object call(String key, String name, Work work, @Nullable Object[] inputs) {
        CallerAttempt attempt = new CallerAttempt(null, key, name, 1);
        CallerAttempt outer = attempt.enter();
        try {
            return work.run(inputs);
        } catch (Exception | Error thrown) {
            Thrown.trim(thrown);
            throw new TaskFailedException(
                    "Task " + key + " failed in its replay, in " + name + ": " + thrown, key, HERE, 1, thrown);
        } finally {
            CallerAttempt.leave(outer);
        }
    }
}

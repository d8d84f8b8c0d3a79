package dev.muster.client;

import dev.muster.graph.Work;
import dev.muster.node.Outcomes;
import dev.muster.node.Session;
import dev.muster.protocol.Arguments;
import dev.muster.protocol.Failure;
import dev.muster.protocol.TaskSpec;
import dev.muster.scheduler.SchedulerEvent.GraphSubmitted;
import dev.muster.scheduler.SchedulerEvent.MapSubmitted;
import dev.muster.scheduler.SchedulerEvent.Submitted;
import dev.muster.scheduler.TaskRef;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Runs the tasks of one submission in the calling thread, and holds how they ended until the record was told. Used by one thread. */
final class SynchronousRun implements Outcomes {

    private final Session session;
    private final TaskRecord record;
    private final int from;
    private final @Nullable Object[] values;
    private final @Nullable Failure[] failures;
    private final int[] attempts;

    SynchronousRun(Session session, TaskRecord record, int from, int to) {
        this.session = session;
        this.record = record;
        this.from = from;
        this.values = new Object[to - from];
        this.failures = new Failure[to - from];
        this.attempts = new int[to - from];
    }

    /** Runs every task of a submission. */
    void all(Object submission) {
        for (int i = 0; i < values.length; i++) {
            one(submission, from + i);
        }
    }

    /** Runs tasks of an earlier submission again. */
    void again(@Nullable Object submission) {
        if (submission instanceof GraphSubmitted && values.length > 0) {
            // The values between were not kept: the graph runs from its beginning, and this task's end counts.
            SynchronousRun whole = new SynchronousRun(session, record, 0, from + values.length);
            whole.all(submission);
            System.arraycopy(whole.values, from, values, 0, values.length);
            System.arraycopy(whole.failures, from, failures, 0, values.length);
            System.arraycopy(whole.attempts, from, attempts, 0, values.length);
        } else if (submission != null) {
            all(submission);
        }
    }

    private void one(Object submission, int position) {
        if (submission instanceof Submitted task) {
            inputs(position, task.spec(), (Work) task.work(), task.inputs(), task.after());
        } else if (submission instanceof MapSubmitted map) {
            Arguments.Live rows = (Arguments.Live) map.arguments();
            @Nullable Object[] row = new Object[rows.arity()];
            rows.row(position, row);
            if (mayStart(position, map.after())) {
                attempt(position, map.spec(), (Work) map.work(), row);
            }
        } else if (submission instanceof GraphSubmitted graph) {
            graphTask(graph, position);
        }
    }

    private void inputs(
            int position, TaskSpec spec, Work work, List<? extends TaskRef> inputs, List<? extends TaskRef> after) {
        if (!mayStart(position, inputs) || !mayStart(position, after)) {
            return;
        }
        @Nullable Object[] row = new Object[inputs.size()];
        for (int i = 0; i < row.length; i++) {
            row[i] = value(inputs.get(i));
        }
        attempt(position, spec, work, row);
    }

    private static @Nullable Object value(TaskRef input) {
        RecordFuture<?> future = (RecordFuture<?>) input;
        return future.read(future.peek());
    }

    private boolean mayStart(int position, List<? extends TaskRef> inputs) {
        for (TaskRef input : inputs) {
            Failure failure = SynchronousSession.failureOf(input);
            if (failure != null) {
                failures[position - from] = failure;
                return false;
            }
        }
        return true;
    }

    private void graphTask(GraphSubmitted graph, int position) {
        int[] inputs = graph.inputs()[position];
        @Nullable Object[] row = new Object[inputs.length];
        for (int i = 0; i < row.length; i++) {
            TaskRef outside = inputs[i] < 0 ? graph.outside().get(-1 - inputs[i]) : null;
            Failure failure = outside != null ? SynchronousSession.failureOf(outside) : failures[inputs[i] - from];
            if (failure != null) {
                failures[position - from] = failure;
                return;
            }
            row[i] = outside != null ? value(outside) : values[inputs[i] - from];
        }
        attempt(position, graph.specs()[position], (Work) graph.works()[position], row);
    }

    private void attempt(int position, TaskSpec spec, Work work, @Nullable Object[] row) {
        int index = position - from;
        long delay = spec.retry().firstDelayNanos();
        while (true) {
            int number = ++attempts[index];
            String key = String.valueOf(record.keyOf(record.firstTask() + position));
            CallerAttempt outer = new CallerAttempt(session, key, spec.name(), number).enter();
            try {
                values[index] = work.run(row.clone());
                failures[index] = null;
                return;
            } catch (Exception | Error thrown) {
                List<String> types = types(thrown);
                failures[index] = new Failure(Failure.Kind.USER, String.valueOf(thrown), thrown, types);
                if (number > spec.retry().times() || !retried(spec.retry().on(), types)) {
                    return;
                }
            } finally {
                CallerAttempt.leave(outer);
            }
            LockSupport.parkNanos(this, delay);
            delay = Math.min(delay * 2, spec.retry().longestDelayNanos());
        }
    }

    private static boolean retried(List<String> on, List<String> types) {
        return on.isEmpty() || on.stream().anyMatch(types::contains);
    }

    private static List<String> types(Throwable thrown) {
        List<String> types = new ArrayList<>();
        for (Class<?> type = thrown.getClass(); type != Object.class && type != null; type = type.getSuperclass()) {
            types.add(type.getName());
        }
        return types;
    }

    // ---- how they ended

    private int index(long task) {
        return (int) (task - record.firstTask()) - from;
    }

    @Override
    public @Nullable Failure failure(long task) {
        return failures[index(task)];
    }

    @Override
    public @Nullable Object value(long task) {
        return values[index(task)];
    }

    @Override
    public void values(long first, int count, @Nullable Object[] target, int offset) {
        System.arraycopy(values, index(first), target, offset, count);
    }

    @Override
    public int attempts(long task) {
        return attempts[index(task)];
    }

    @Override
    public String worker(long task) {
        return "caller";
    }
}

package dev.muster.node;

import dev.muster.graph.Work;
import dev.muster.protocol.Arguments;
import dev.muster.protocol.Assignment;
import dev.muster.protocol.Failure;
import dev.muster.task.TaskValues;
import dev.muster.worker.Execution;
import org.jspecify.annotations.Nullable;

/** Values by reference: nothing is encoded. Thread-safe. */
final class LiveValues implements TaskValues {
    private final WorkerShell worker;

    LiveValues(WorkerShell worker) {
        this.worker = worker;
    }

    @Override
    public Work work(Execution run, int position) {
        Assignment assignment = run.assignment();
        if (assignment instanceof Assignment.Range range) {
            return (Work) range.work();
        }
        return (Work)
                (assignment instanceof Assignment.Bundle bundle
                        ? bundle.works()[position]
                        : ((Assignment.One) assignment).work());
    }

    @Override
    public int arity(Execution run, int position) {
        return arityOf(run.assignment(), position);
    }

    /** How many inputs the task at a position of the assignment has. */
    static int arityOf(Assignment assignment, int position) {
        if (assignment instanceof Assignment.Range range) {
            return range.arguments().arity();
        }
        return assignment instanceof Assignment.Bundle bundle
                ? bundle.inputs(position).count()
                : ((Assignment.One) assignment).inputs().count();
    }

    @Override
    public void inputs(Execution run, int position, @Nullable Object[] target) {
        if (run.assignment() instanceof Assignment.Range range) {
            ((Arguments.Live) range.arguments()).row(position, target);
            return;
        }
        @Nullable
        Object @Nullable [] values = run.assignment() instanceof Assignment.Bundle bundle
                ? bundle.inputs(position).values()
                : run.inputs();
        if (values != null) {
            System.arraycopy(values, 0, target, 0, values.length);
        }
    }

    @Override
    public boolean sized(Execution run) {
        return false;
    }

    @Override
    public @Nullable Object result(
            Execution run, int position, @Nullable Object value, long @Nullable [] sizes, int at) {
        return value;
    }

    @Override
    public Failure failure(Execution run, int position, Throwable thrown) {
        return Failures.of(thrown, thrown);
    }

    @Override
    public @Nullable Object sessionHome(Execution run) {
        return worker.sessionOf(run.session());
    }
}

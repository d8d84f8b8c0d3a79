package dev.muster;

import dev.muster.client.TaskOptions;
import dev.muster.compute.Scheduler;
import dev.muster.function.Function1;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A delayed value that somebody else implemented. */
final class Foreign implements Delayed<Integer> {

    @Override
    public Integer compute() {
        return 1;
    }

    @Override
    public Integer compute(Scheduler scheduler) {
        return 1;
    }

    @Override
    public Delayed<Integer> persist() {
        return this;
    }

    @Override
    public void visualize(Path dotOrSvg) {}

    @Override
    public <R extends @Nullable Object> Delayed<R> map(Function1<? super Integer, ? extends R> function) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Delayed<Integer> options(TaskOptions options) {
        return this;
    }
}

package dev.muster.launch;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Starts several processes at once, each on a thread of its own: starting one is mostly waiting until the system has got
 * round to it, and on a busy machine that is long. Stateless.
 */
final class ParallelStart {
    private ParallelStart() {}

    /**
     * Starts all, and waits until each has started or failed.
     *
     * @param started gets those that have started, in the order of the specs, also if one fails
     * @throws RuntimeException the first failure, with the others suppressed in it
     */
    static void of(
            Collection<LaunchSpec> specs, Function<LaunchSpec, WorkerProcess> start, List<WorkerProcess> started) {
        List<FutureTask<WorkerProcess>> starts = specs.stream()
                .map(spec -> new FutureTask<>(() -> start.apply(spec)))
                .toList();
        for (FutureTask<WorkerProcess> each : starts.subList(Math.min(1, starts.size()), starts.size())) {
            Thread thread = new Thread(each, "muster-start");
            thread.setDaemon(true);
            thread.start();
        }
        starts.stream().limit(1).forEach(FutureTask::run);
        RuntimeException failure = null;
        for (FutureTask<WorkerProcess> each : starts) {
            try {
                started.add(result(each));
            } catch (RuntimeException e) {
                failure = joined(failure, e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static RuntimeException joined(@Nullable RuntimeException first, RuntimeException next) {
        if (first == null) {
            return next;
        }
        first.addSuppressed(next);
        return first;
    }

    /** An interrupt does not stop half of the starts: it waits for its turn. */
    private static WorkerProcess result(FutureTask<WorkerProcess> start) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return start.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw e.getCause() instanceof RuntimeException failure
                            ? failure
                            : new IllegalStateException("A worker cannot be started: " + e.getCause(), e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

package dev.muster.client;

import dev.muster.error.ClusterException;
import dev.muster.error.ClusterException.Code;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A client as an executor. Thread-safe. Ending it does not touch the client. */
final class ClientExecutor extends AbstractExecutorService {

    private final View view;
    private final Set<TaskFuture<?>> unfinished = ConcurrentHashMap.newKeySet();
    private volatile boolean shutdown;

    ClientExecutor(View view) {
        this.view = view.detachedView();
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // nobody can look at it, as with every executor
    public void execute(Runnable command) {
        submitted(new Calls.RunRunnable(given(command), null), command);
    }

    @Override
    public Future<?> submit(Runnable task) {
        return submitted(new Calls.RunRunnable(given(task), null), task);
    }

    @Override
    public <T extends @Nullable Object> Future<T> submit(Runnable task, T result) {
        return submitted(new Calls.RunRunnable(given(task), result), task);
    }

    @Override
    public <T extends @Nullable Object> Future<T> submit(Callable<T> task) {
        return submitted(new Calls.CallCallable(given(task)), task);
    }

    private static <T> T given(@Nullable T task) {
        if (task == null) {
            throw new NullPointerException("task"); // as every executor does
        }
        return task;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // onDone returns the future
    private <T extends @Nullable Object> TaskFuture<T> submitted(UserWork work, Object task) {
        if (shutdown) {
            throw new RejectedExecutionException("this executor was shut down; its client is as it was");
        }
        if (!view.connection().session().carriesObjects() && !(task instanceof Serializable)) {
            throw new ClusterException(
                    Code.UNSERIALIZABLE,
                    "A task of " + task.getClass().getName()
                            + " has to travel to another JVM and is not serialisable: declare it as Function0 or Function1,"
                            + " or write the lambda in the call of client.submit");
        }
        TaskFuture<T> future = view.work(work, List.of());
        unfinished.add(future);
        future.onDone(unfinished::remove);
        return future;
    }

    @Override
    public <T extends @Nullable Object> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks)
            throws InterruptedException {
        return invoked(tasks, Waiting.FOR_EVER);
    }

    @Override
    public <T extends @Nullable Object> List<Future<T>> invokeAll(
            Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit) throws InterruptedException {
        return invoked(tasks, unit.toNanos(timeout));
    }

    private <T extends @Nullable Object> List<Future<T>> invoked(Collection<? extends Callable<T>> tasks, long nanos)
            throws InterruptedException {
        long begin = System.nanoTime();
        List<TaskFuture<T>> futures = new ArrayList<>(tasks.size());
        boolean complete = false;
        try {
            for (Callable<T> task : tasks) {
                futures.add(submitted(new Calls.CallCallable(given(task)), task));
            }
            for (TaskFuture<T> future : futures) {
                long left = nanos == Waiting.FOR_EVER ? nanos : nanos - (System.nanoTime() - begin);
                BaseFuture.of(future, "task").await(left);
            }
            complete = futures.stream().allMatch(Future::isDone);
            return new ArrayList<>(futures);
        } finally {
            if (!complete) {
                futures.forEach(TaskFuture::cancel);
            }
        }
    }

    @Override
    public <T extends @Nullable Object> T invokeAny(Collection<? extends Callable<T>> tasks)
            throws InterruptedException, ExecutionException {
        TaskFuture<T> first = first(tasks, Waiting.FOR_EVER);
        return first == null ? never() : first.get();
    }

    @Override
    public <T extends @Nullable Object> T invokeAny(
            Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        TaskFuture<T> first = first(tasks, unit.toNanos(timeout));
        if (first == null) {
            throw new TimeoutException("None of " + tasks.size() + " tasks had a value after " + timeout + " " + unit);
        }
        return first.get();
    }

    private static <T> T never() {
        throw new IllegalStateException("a wait without a limit has run out of time");
    }

    /**
     * Submits all; the first to have a value, else the last to fail, or null if the time is over. What the JDK does here would wrap the
     * tasks in its own, which cannot travel.
     */
    private <T extends @Nullable Object> @Nullable TaskFuture<T> first(
            Collection<? extends Callable<T>> tasks, long nanos) throws InterruptedException {
        if (tasks.isEmpty()) {
            throw new IllegalArgumentException(
                    "tasks is empty: one of them is to be the first"); // as every executor does
        }
        long begin = System.nanoTime();
        List<TaskFuture<T>> futures = new ArrayList<>(tasks.size());
        LinkedBlockingQueue<TaskFuture<T>> ended = new LinkedBlockingQueue<>();
        try {
            for (Callable<T> task : tasks) {
                futures.add(this.<T>submitted(new Calls.CallCallable(given(task)), task)
                        .onDone(ended::add));
            }
            TaskFuture<T> last = null;
            for (int left = futures.size(); left > 0; left--) {
                last = nanos == Waiting.FOR_EVER
                        ? ended.take()
                        : ended.poll(nanos - (System.nanoTime() - begin), TimeUnit.NANOSECONDS);
                if (last == null || last.status() == Status.FINISHED) {
                    return last;
                }
            }
            return last;
        } finally {
            futures.forEach(TaskFuture::cancel);
        }
    }

    @Override
    public void shutdown() {
        shutdown = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown = true;
        unfinished.forEach(TaskFuture::cancel);
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return shutdown;
    }

    @Override
    public boolean isTerminated() {
        return shutdown && unfinished.stream().allMatch(Future::isDone);
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        long begin = System.nanoTime();
        long nanos = unit.toNanos(timeout);
        while (!isTerminated()) {
            long left = nanos - (System.nanoTime() - begin);
            if (left <= 0 || !shutdown) {
                return false;
            }
            for (TaskFuture<?> future : unfinished) {
                BaseFuture.of(future, "task").await(nanos - (System.nanoTime() - begin));
            }
        }
        return true;
    }
}

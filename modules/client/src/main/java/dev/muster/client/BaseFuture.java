package dev.muster.client;

import dev.muster.error.ClusterException;
import dev.muster.error.TaskFailedException;
import dev.muster.error.TaskTimeoutException;
import dev.muster.scheduler.TaskRef;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all futures do alike, on top of looking at a slot and registering for its end. Thread-safe. */
abstract class BaseFuture<T extends @Nullable Object> implements TaskFuture<T> {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(TaskFuture.class);

    /** The future as one of ours. */
    @SuppressWarnings("unchecked") // a future gives what it holds
    static <T extends @Nullable Object> BaseFuture<T> of(TaskFuture<? extends T> future, String parameter) {
        if (!(Require.given(future, parameter) instanceof BaseFuture<?>)) {
            throw new IllegalArgumentException(parameter + " is a "
                    + future.getClass().getName()
                    + ", which no client made: only futures of this client can be waited for,"
                    + " collected or taken as inputs");
        }
        return (BaseFuture<T>) future;
    }

    /** What its slot holds: pending, or how it ended. */
    abstract @Nullable Object peek();

    /** Registers for its end; false if it has ended. */
    abstract boolean register(Signal signal);

    /** Says that a thread waits, so that its end is reported at once. */
    abstract void awaited();

    /** The value, fetched and decoded if need be; throws what {@code result()} throws. */
    abstract T read(@Nullable Object outcome);

    /** What the task's code threw, or null if it ended otherwise. */
    abstract @Nullable Throwable thrown(@Nullable Object outcome);

    /** How tasks of this connection name it as input; null if that cannot be said yet. */
    abstract @Nullable TaskRef reference(Connection connection);

    /** Where callbacks run. */
    abstract Executor callbacks();

    // ---- waiting

    /** Waits for the end; answers what the slot holds, which is pending if time ran out. */
    final @Nullable Object await(long nanos) throws InterruptedException {
        Object outcome = peek();
        if (!Outcome.pending(outcome) || nanos <= 0) {
            return outcome;
        }
        Waiter waiter = new Waiter();
        if (register(waiter)) {
            awaited();
            try {
                waiter.await(nanos);
            } finally {
                waiter.giveUp();
            }
        }
        return peek();
    }

    /** As {@link #await}, but an interrupt becomes an exception. A slot that was reopened meanwhile is waited for again. */
    final @Nullable Object ended(long nanos) {
        try {
            Object outcome = await(nanos);
            while (nanos == Waiting.FOR_EVER && Outcome.pending(outcome)) {
                outcome = await(nanos);
            }
            return outcome;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException(
                    ClusterException.Code.INTERRUPTED,
                    "Interrupted while waiting for task " + key() + "; the interrupt flag is set again",
                    e);
        }
    }

    @Override
    public final T result() {
        Object outcome = peek();
        return read(Outcome.pending(outcome) ? ended(Waiting.FOR_EVER) : outcome);
    }

    @Override
    public final T result(Duration atMost) {
        Object outcome = ended(Require.nanos(atMost, "atMost"));
        if (Outcome.pending(outcome)) {
            throw new TaskTimeoutException(
                    "Task " + key() + " has no value after " + atMost + "; it goes on. explain() says why it waits",
                    key());
        }
        return read(outcome);
    }

    @Override
    public final <X extends Throwable> T resultOrThrow(Class<X> type) throws X {
        Require.given(type, "type");
        Object outcome = ended(Waiting.FOR_EVER);
        Throwable thrown = thrown(outcome);
        if (type.isInstance(thrown)) {
            throw type.cast(thrown);
        }
        return read(outcome);
    }

    @Override
    public final Optional<Throwable> failure() {
        Object outcome = ended(Waiting.FOR_EVER);
        Throwable thrown = thrown(outcome);
        if (thrown != null || Outcome.status(outcome) == Status.FINISHED) {
            return Optional.ofNullable(thrown);
        }
        try {
            read(outcome);
            return Optional.empty();
        } catch (ClusterException failure) {
            return Optional.of(failure);
        }
    }

    @Override
    public Status status() {
        return Outcome.status(peek());
    }

    // ---- the manners of java.util.concurrent

    @Override
    public final T get() throws InterruptedException, ExecutionException {
        Object outcome;
        do {
            outcome = await(Waiting.FOR_EVER);
        } while (Outcome.pending(outcome));
        return got(outcome);
    }

    @Override
    public final T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        Object outcome = await(Math.max(0, unit.toNanos(timeout)));
        if (Outcome.pending(outcome)) {
            throw new TimeoutException("task " + key() + " has no value after " + timeout + " " + unit);
        }
        return got(outcome);
    }

    private T got(@Nullable Object outcome) throws ExecutionException {
        try {
            return read(outcome);
        } catch (TaskFailedException failed) {
            throw new ExecutionException(failed.getMessage(), failed.getCause());
        } catch (ClusterException failed) {
            if (failed.code() == ClusterException.Code.CANCELLED) {
                CancellationException cancelled = new CancellationException(failed.getMessage());
                cancelled.initCause(failed);
                throw cancelled;
            }
            throw new ExecutionException(failed.getMessage(), failed);
        }
    }

    @Override
    public final boolean isDone() {
        return !Outcome.pending(peek());
    }

    @Override
    public final boolean isCancelled() {
        return status() == Status.CANCELLED;
    }

    /** Asks for the end; true says that the task had not ended yet, not that it has been stopped. */
    @Override
    public final boolean cancel(boolean mayInterruptIfRunning) {
        boolean unfinished = !isDone();
        cancel(mayInterruptIfRunning ? CancelMode.INTERRUPT : CancelMode.IF_WAITING);
        return unfinished;
    }

    @Override
    public final void cancel() {
        cancel(CancelMode.INTERRUPT);
    }

    // ---- in this JVM

    @Override
    public final TaskFuture<T> onDone(Consumer<? super TaskFuture<T>> callback) {
        Require.given(callback, "callback");
        Callback signal = new Callback(callbacks(), () -> call(callback));
        if (!register(signal)) {
            signal.settled();
        }
        return this;
    }

    private void call(Consumer<? super TaskFuture<T>> callback) {
        try {
            callback.accept(this);
        } catch (RuntimeException | Error thrown) {
            LOG.warn("A callback of task {} threw; callbacks should not", key(), thrown);
        }
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // onDone returns this
    public final CompletableFuture<T> toCompletableFuture() {
        CompletableFuture<T> copy = new CompletableFuture<>();
        onDone(ended -> {
            try {
                copy.complete(ended.result());
            } catch (TaskFailedException failed) {
                copy.completeExceptionally(failed.getCause() == null ? failed : failed.getCause());
            } catch (RuntimeException failed) {
                copy.completeExceptionally(failed);
            }
        });
        return copy;
    }

    /** Key and status, for people. */
    @Override
    public String toString() {
        return "TaskFuture(" + key() + ", " + status().name().toLowerCase(java.util.Locale.ROOT) + ")";
    }
}

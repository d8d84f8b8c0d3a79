package dev.muster.client;

import dev.muster.client.Calls.Recover;
import dev.muster.error.ClusterException;
import dev.muster.error.TaskCancelledException;
import dev.muster.function.Action1;
import dev.muster.function.Function1;
import dev.muster.function.Function2;
import dev.muster.scheduler.TaskRef;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A future whose task is not known yet: what follows a failure depends on whether there is one. Thread-safe.
 *
 * <p>The scheduler knows only tasks that need values. So {@code exceptionally} decides here, when its source has ended,
 * between the source itself and a task that recovers; whatever takes a promise as input is submitted once it is decided.
 */
final class PromiseFuture<T extends @Nullable Object> extends BaseFuture<T> {

    private static final long serialVersionUID = 1L;
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(PromiseFuture.class, "state", Object.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final transient View view;

    /** What waits for the decision, then the future that was decided for. */
    @SuppressWarnings("UnusedVariable") // by STATE
    private transient @Nullable Object state;

    private PromiseFuture(View view) {
        this.view = view;
    }

    /** The source's value, or what the function makes of its failure. */
    @SuppressWarnings("FutureReturnValueIgnored") // onDone returns the source
    static <T extends @Nullable Object> TaskFuture<T> recovered(
            View view, BaseFuture<T> source, Function1<? super Throwable, ? extends T> function) {
        PromiseFuture<T> promise = new PromiseFuture<>(view);
        source.onDone(ended -> promise.decide(() -> ended.failure()
                .<BaseFuture<T>>map(
                        failure -> BaseFuture.of(view.work(new Recover(function, failure), List.of()), "future"))
                .orElse(source)));
        return promise;
    }

    /** What the supplier submits, once all promises among the inputs are decided. */
    static <R extends @Nullable Object> TaskFuture<R> after(
            View view, Collection<? extends TaskFuture<?>> inputs, Supplier<TaskFuture<R>> submission) {
        PromiseFuture<R> promise = new PromiseFuture<>(view);
        AtomicInteger open = new AtomicInteger(1);
        Runnable one = () -> {
            if (open.decrementAndGet() == 0) {
                promise.decide(() -> BaseFuture.of(submission.get(), "future"));
            }
        };
        for (TaskFuture<?> input : inputs) {
            if (input instanceof PromiseFuture<?> other && other.decided() == null) {
                open.incrementAndGet();
                other.whenDecided(one);
            }
        }
        one.run();
        return promise;
    }

    private void decide(Supplier<BaseFuture<T>> choice) {
        if (decided() != null) {
            return; // it was cancelled meanwhile
        }
        BaseFuture<T> decided;
        try {
            decided = choice.get();
        } catch (ClusterException | IllegalArgumentException refused) {
            decided = new SettledFuture<>(null, refused);
        }
        if (!settle(decided)) {
            decided.cancel(CancelMode.INTERRUPT); // nobody will ever have what was just submitted
        }
    }

    /** Decides, and tells whoever waits; false if it is decided already. */
    private boolean settle(BaseFuture<T> decided) {
        Object current;
        do {
            current = STATE.getAcquire(this);
            if (current instanceof BaseFuture<?>) {
                return false;
            }
        } while (!STATE.compareAndSet(this, current, decided));
        Signal waiting = (Signal) current;
        while (waiting != null) {
            Signal next = waiting.next;
            waiting.next = null;
            if (waiting instanceof Decision || !decided.register(waiting)) {
                waiting.settled();
            }
            waiting = next;
        }
        return true;
    }

    private void whenDecided(Runnable action) {
        Decision decision = new Decision(action);
        if (!push(decision)) {
            action.run();
        }
    }

    private boolean push(Signal signal) {
        while (true) {
            Object current = STATE.getAcquire(this);
            if (current instanceof BaseFuture<?>) {
                return false;
            }
            signal.next = (Signal) current;
            if (STATE.compareAndSet(this, current, signal)) {
                return true;
            }
        }
    }

    @SuppressWarnings("unchecked") // only decide() puts one there
    private @Nullable BaseFuture<T> decided() {
        return STATE.getAcquire(this) instanceof BaseFuture<?> future ? (BaseFuture<T>) future : null;
    }

    private BaseFuture<T> required() {
        BaseFuture<T> decided = decided();
        if (decided == null) {
            throw new IllegalStateException("read before it was decided");
        }
        return decided;
    }

    /** Something to do when it is decided. */
    private static final class Decision extends Signal {
        private final Runnable action;

        Decision(Runnable action) {
            this.action = action;
        }

        @Override
        void settled() {
            action.run();
        }
    }

    // ---- looking

    @Override
    @Nullable
    Object peek() {
        BaseFuture<T> decided = decided();
        return decided == null ? null : decided.peek();
    }

    @Override
    boolean register(Signal signal) {
        BaseFuture<T> decided = decided();
        if (decided == null && push(signal)) {
            return true;
        }
        return required().register(signal);
    }

    @Override
    void awaited() {
        BaseFuture<T> decided = decided();
        if (decided != null) {
            decided.awaited();
        }
    }

    @Override
    T read(@Nullable Object outcome) {
        return required().read(outcome);
    }

    @Override
    @Nullable
    Throwable thrown(@Nullable Object outcome) {
        return required().thrown(outcome);
    }

    @Override
    @Nullable
    TaskRef reference(Connection connection) {
        BaseFuture<T> decided = decided();
        return decided == null ? null : decided.reference(connection);
    }

    @Override
    Executor callbacks() {
        return view.connection().session().completions();
    }

    @Override
    public String key() {
        BaseFuture<T> decided = decided();
        return decided == null ? "undecided" : decided.key();
    }

    @Override
    public String explain() {
        BaseFuture<T> decided = decided();
        return decided == null
                ? "It is not decided yet: the task whose failure it would replace has not ended"
                : decided.explain();
    }

    // ---- tasks that take it

    @Override
    public <R extends @Nullable Object> TaskFuture<R> thenApply(Function1<? super T, ? extends R> function) {
        return view.apply(function, this);
    }

    @Override
    public TaskFuture<@Nullable Void> thenAccept(Action1<? super T> action) {
        return view.accept(action, this);
    }

    @Override
    public <B extends @Nullable Object, R extends @Nullable Object> TaskFuture<R> thenCombine(
            TaskFuture<? extends B> other, Function2<? super T, ? super B, ? extends R> function) {
        return view.combine(function, this, other);
    }

    @Override
    public TaskFuture<T> exceptionally(Function1<? super Throwable, ? extends T> function) {
        return recovered(view, this, Require.given(function, "function"));
    }

    // ---- stopping

    @Override
    public void cancel(CancelMode mode) {
        Require.given(mode, "mode");
        // Nothing of it has started, so it need not wait for what would decide it.
        boolean ended = decided() == null
                && settle(new SettledFuture<>(
                        null,
                        new TaskCancelledException(
                                "The future was cancelled before what it waits for had ended", SettledFuture.KEY)));
        if (!ended) {
            required().cancel(mode);
        }
    }

    @Override
    public void retry() {
        BaseFuture<T> decided = decided();
        if (decided != null) {
            decided.retry();
        }
    }

    @Override
    public void release() {
        whenDecided(() -> required().release());
    }

    /** Travels as what it was decided for. */
    @SuppressWarnings("FutureReturnValueIgnored") // serialisation takes it
    private Object writeReplace() {
        BaseFuture<T> decided = decided();
        if (decided == null) {
            throw new ClusterException(
                    ClusterException.Code.UNSERIALIZABLE,
                    "A future made by exceptionally cannot travel before its source has ended. Wait for it, or make it an"
                            + " input with combine or thenApply");
        }
        return decided;
    }
}

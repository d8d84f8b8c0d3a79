package dev.muster.client;

import dev.muster.compute.Computable;
import dev.muster.error.ClusterException;
import dev.muster.function.Action0;
import dev.muster.function.Action1;
import dev.muster.function.Function0;
import dev.muster.function.Function1;
import dev.muster.function.Function2;
import dev.muster.function.Function3;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The part of a client that submits through its default view, and that names data. Thread-safe. */
abstract class SubmittingClient implements Submitter {

    /** The view under the client's own options. */
    abstract View view();

    @Override
    public <R extends @Nullable Object> TaskFuture<R> submit(Function0<? extends R> function) {
        return view().submit(function);
    }

    @Override
    public <A extends @Nullable Object, R extends @Nullable Object> TaskFuture<R> submit(
            Function1<? super A, ? extends R> function, A argument) {
        return view().submit(function, argument);
    }

    @Override
    public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object> TaskFuture<R> submit(
            Function2<? super A, ? super B, ? extends R> function, A first, B second) {
        return view().submit(function, first, second);
    }

    @Override
    public <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    R extends @Nullable Object>
            TaskFuture<R> submit(
                    Function3<? super A, ? super B, ? super C, ? extends R> function, A first, B second, C third) {
        return view().submit(function, first, second, third);
    }

    @Override
    public TaskFuture<@Nullable Void> run(Action0 action) {
        return view().run(action);
    }

    @Override
    public <A extends @Nullable Object> TaskFutures<@Nullable Void> runEach(
            Action1<? super A> action, Iterable<? extends A> inputs) {
        return view().runEach(action, inputs);
    }

    @Override
    public <A extends @Nullable Object, R extends @Nullable Object> TaskFutures<R> map(
            Function1<? super A, ? extends R> function, Iterable<? extends A> inputs) {
        return view().map(function, inputs);
    }

    @Override
    public <A extends @Nullable Object, R extends @Nullable Object> TaskFutures<R> map(
            Function1<? super A, ? extends R> function, Stream<? extends A> inputs) {
        return view().map(function, inputs);
    }

    @Override
    public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object> TaskFutures<R> map(
            Function2<? super A, ? super B, ? extends R> function,
            Iterable<? extends A> first,
            Iterable<? extends B> second) {
        return view().map(function, first, second);
    }

    @Override
    public <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    R extends @Nullable Object>
            TaskFutures<R> map(
                    Function3<? super A, ? super B, ? super C, ? extends R> function,
                    Iterable<? extends A> first,
                    Iterable<? extends B> second,
                    Iterable<? extends C> third) {
        return view().map(function, first, second, third);
    }

    @Override
    public <A extends @Nullable Object, R extends @Nullable Object> Stream<R> stream(
            Function1<? super A, ? extends R> function, Iterable<? extends A> inputs) {
        return view().stream(function, inputs);
    }

    @Override
    public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object> TaskFuture<R> combine(
            Function2<? super A, ? super B, ? extends R> function,
            TaskFuture<? extends A> a,
            TaskFuture<? extends B> b) {
        return view().combine(function, a, b);
    }

    @Override
    public <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    R extends @Nullable Object>
            TaskFuture<R> combine(
                    Function3<? super A, ? super B, ? super C, ? extends R> function,
                    TaskFuture<? extends A> a,
                    TaskFuture<? extends B> b,
                    TaskFuture<? extends C> c) {
        return view().combine(function, a, b, c);
    }

    @Override
    public <A extends @Nullable Object, R extends @Nullable Object> TaskFuture<R> combine(
            Function1<? super List<A>, ? extends R> function, Collection<? extends TaskFuture<? extends A>> inputs) {
        return view().combine(function, inputs);
    }

    @Override
    public <T extends @Nullable Object> TaskFuture<T> compute(Computable<? extends T> computable) {
        return view().compute(computable);
    }

    @Override
    public <T extends @Nullable Object> TaskFutures<T> computeAll(Collection<? extends Computable<? extends T>> many) {
        return view().computeAll(many);
    }

    @Override
    public Submitter withOptions(TaskOptions options) {
        return view().withOptions(options);
    }

    @Override
    public Submitter withOptions(UnaryOperator<TaskOptions> change) {
        return view().withOptions(change);
    }

    @Override
    public Scope scope() {
        return view().scope();
    }

    // ---- naming data

    /**
     * Names a future, so that other clients of the cluster find its value. Not there yet.
     *
     * @throws ClusterException CONFIG
     */
    public void publish(String name, TaskFuture<?> future) {
        Require.text(name, "name");
        Require.given(future, "future");
        throw Datasets.absent();
    }

    /**
     * Names a collection, so that other clients of the cluster find it. Not there yet.
     *
     * @throws ClusterException CONFIG
     */
    public void publish(String name, Computable<?> collection) {
        Require.text(name, "name");
        Require.given(collection, "collection");
        throw Datasets.absent();
    }

    /**
     * The future that was published under this name. Not there yet.
     *
     * @throws ClusterException CONFIG
     */
    public <T> TaskFuture<T> dataset(String name, Class<? super T> type) {
        Require.text(name, "name");
        Require.given(type, "type");
        throw Datasets.absent();
    }

    /**
     * The collection that was published under this name. Not there yet.
     *
     * @throws ClusterException CONFIG
     */
    public <C extends Computable<?>> C collection(String name, Class<? super C> type) {
        Require.text(name, "name");
        Require.given(type, "type");
        throw Datasets.absent();
    }

    /**
     * All published names. Not there yet.
     *
     * @throws ClusterException CONFIG
     */
    public Set<String> datasets() {
        throw Datasets.absent();
    }

    /**
     * Takes a name back. Not there yet.
     *
     * @throws ClusterException CONFIG
     */
    public void unpublish(String name) {
        Require.text(name, "name");
        throw Datasets.absent();
    }
}

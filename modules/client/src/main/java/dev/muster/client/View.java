package dev.muster.client;

import dev.muster.client.TaskOptions.Choice;
import dev.muster.compute.Computable;
import dev.muster.function.Action0;
import dev.muster.function.Action1;
import dev.muster.function.Function0;
import dev.muster.function.Function1;
import dev.muster.function.Function2;
import dev.muster.function.Function3;
import dev.muster.scheduler.TaskRef;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A client under options, perhaps within a scope: all submitting is done here. Thread-safe.
 *
 * <p>What a submission can share with others of its function class is made once and kept in {@code kinds}.
 */
final class View implements Scope, Serializable {

    private static final long serialVersionUID = 1L;

    private final transient Client client;
    private final TaskOptions options;
    private final transient @Nullable ScopeMembers scope;
    private final transient Map<Class<?>, Kind> kinds = new ConcurrentHashMap<>();
    private final transient boolean keyed;
    private final transient List<TaskFuture<?>> after;
    /** Whether tasks submitted inside a task are nobody's children. */
    private final transient boolean detached;

    private transient volatile @Nullable View derived;

    View(Client client, TaskOptions options, @Nullable ScopeMembers scope) {
        this(client, options, scope, false);
    }

    private View(Client client, TaskOptions options, @Nullable ScopeMembers scope, boolean detached) {
        this.detached = detached;
        this.client = client;
        this.options = options;
        this.scope = scope;
        this.keyed = !options.chosen(Choice.KEY, "").isEmpty() || options.chosen(Choice.PURE, false);
        this.after = options.chosen(Choice.AFTER, List.of());
    }

    /**
     * The same for work that outlives the task that submits it. What an executor is given has to run, whoever gave it.
     */
    View detachedView() {
        return new View(client, options, scope, true);
    }

    boolean detached() {
        return detached;
    }

    TaskOptions options() {
        return options;
    }

    Names names() {
        return client.names();
    }

    Connection connection() {
        return client.connection();
    }

    /** Where tasks made from this view's futures are submitted: the same scope, but no options of its own. */
    View derived() {
        View known = derived;
        if (known == null) {
            known = scope == null ? client.plainView() : new View(client, client.plainView().options, scope);
            derived = known;
        }
        return known;
    }

    // ---- single tasks

    @Override
    public <R extends @Nullable Object> TaskFuture<R> submit(Function0<? extends R> function) {
        return work(new Calls.Call0(Require.given(function, "function")), List.of());
    }

    @Override
    public <A extends @Nullable Object, R extends @Nullable Object> TaskFuture<R> submit(
            Function1<? super A, ? extends R> function, A argument) {
        return work(new Calls.Call1(Require.given(function, "function"), argument), List.of());
    }

    @Override
    public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object> TaskFuture<R> submit(
            Function2<? super A, ? super B, ? extends R> function, A first, B second) {
        return work(new Calls.Call2(Require.given(function, "function"), first, second), List.of());
    }

    @Override
    public <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    R extends @Nullable Object>
            TaskFuture<R> submit(
                    Function3<? super A, ? super B, ? super C, ? extends R> function, A first, B second, C third) {
        return work(new Calls.Call3(Require.given(function, "function"), first, second, third), List.of());
    }

    @Override
    public TaskFuture<@Nullable Void> run(Action0 action) {
        return work(new Calls.Run0(Require.given(action, "action")), List.of());
    }

    /** One task of this work and these inputs. */
    <R extends @Nullable Object> TaskFuture<R> work(UserWork work, List<? extends TaskRef> inputs) {
        requireOpen();
        Object function = work.function();
        Kind kind = kind(function);
        Connection connection = client.connection();
        List<TaskRef> awaited = after(connection, kind, function);
        if (awaited == null) {
            return PromiseFuture.after(this, promised(function), () -> work(work, inputs));
        }
        return keyed
                ? ExactKeys.one(this, connection, kind, work, inputs, awaited)
                : joined(Submission.one(connection, kind, kind.next(1), work, inputs, awaited));
    }

    /** What its futures' inputs are; submitted later if one of them is undecided. */
    private <R extends @Nullable Object> TaskFuture<R> fed(UserWork work, Collection<? extends TaskFuture<?>> inputs) {
        List<? extends TaskRef> references = references(inputs);
        return references == null ? PromiseFuture.after(this, inputs, () -> fed(work, inputs)) : work(work, references);
    }

    private @Nullable List<? extends TaskRef> references(Collection<? extends TaskFuture<?>> inputs) {
        Connection connection = client.connection();
        if (inputs instanceof BatchFutures<?> batch) {
            connection.requireOwn(batch.record(), 0);
            return batch.references();
        }
        return connection.references(inputs, "inputs");
    }

    // ---- maps

    @Override
    public <A extends @Nullable Object> TaskFutures<@Nullable Void> runEach(
            Action1<? super A> action, Iterable<? extends A> inputs) {
        return map(new Calls.Accept1(Require.given(action, "action")), 1, Rows.of(inputs));
    }

    @Override
    public <A extends @Nullable Object, R extends @Nullable Object> TaskFutures<R> map(
            Function1<? super A, ? extends R> function, Iterable<? extends A> inputs) {
        return map(new Calls.Apply1(Require.given(function, "function")), 1, Rows.of(inputs));
    }

    @Override
    public <A extends @Nullable Object, R extends @Nullable Object> TaskFutures<R> map(
            Function1<? super A, ? extends R> function, Stream<? extends A> inputs) {
        return map(
                new Calls.Apply1(Require.given(function, "function")),
                1,
                Require.given(inputs, "inputs").toArray());
    }

    @Override
    public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object> TaskFutures<R> map(
            Function2<? super A, ? super B, ? extends R> function,
            Iterable<? extends A> first,
            Iterable<? extends B> second) {
        return map(new Calls.Apply2(Require.given(function, "function")), 2, Rows.of(first, second));
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
        return map(new Calls.Apply3(Require.given(function, "function")), 3, Rows.of(first, second, third));
    }

    private <R extends @Nullable Object> TaskFutures<R> map(UserWork work, int arity, @Nullable Object[] rows) {
        requireOpen();
        Object function = work.function();
        Kind kind = kind(function);
        Connection connection = client.connection();
        List<TaskRef> awaited = after(connection, kind, function);
        if (awaited == null) {
            awaited = waitedFor(connection, function);
        }
        if (keyed) {
            return ExactKeys.map(this, connection, kind, work, rows, arity, awaited);
        }
        long first = kind.next(rows.length / arity);
        return joined(Submission.map(connection, kind, first, work, rows, arity, awaited));
    }

    @Override
    public <A extends @Nullable Object, R extends @Nullable Object> Stream<R> stream(
            Function1<? super A, ? extends R> function, Iterable<? extends A> inputs) {
        return Window.stream(
                this,
                Require.given(function, "function"),
                Require.given(inputs, "inputs").iterator());
    }

    // ---- inputs

    <A extends @Nullable Object, R extends @Nullable Object> TaskFuture<R> apply(
            Function1<? super A, ? extends R> function, TaskFuture<? extends A> input) {
        return fed(new Calls.Apply1(Require.given(function, "function")), List.<TaskFuture<?>>of(input));
    }

    <A extends @Nullable Object> TaskFuture<@Nullable Void> accept(
            Action1<? super A> action, TaskFuture<? extends A> input) {
        return fed(new Calls.Accept1(Require.given(action, "action")), List.<TaskFuture<?>>of(input));
    }

    @Override
    public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object> TaskFuture<R> combine(
            Function2<? super A, ? super B, ? extends R> function,
            TaskFuture<? extends A> a,
            TaskFuture<? extends B> b) {
        return fed(
                new Calls.Apply2(Require.given(function, "function")),
                List.<TaskFuture<?>>of(Require.given(a, "a"), Require.given(b, "b")));
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
        return fed(
                new Calls.Apply3(Require.given(function, "function")),
                List.<TaskFuture<?>>of(Require.given(a, "a"), Require.given(b, "b"), Require.given(c, "c")));
    }

    @Override
    public <A extends @Nullable Object, R extends @Nullable Object> TaskFuture<R> combine(
            Function1<? super List<A>, ? extends R> function, Collection<? extends TaskFuture<? extends A>> inputs) {
        return fed(new Calls.ApplyList(Require.given(function, "function")), Require.given(inputs, "inputs"));
    }

    @Override
    public <T extends @Nullable Object> TaskFuture<T> compute(Computable<? extends T> computable) {
        return this.<T>computeAll(List.of(Require.given(computable, "computable")))
                .get(0);
    }

    @Override
    public <T extends @Nullable Object> TaskFutures<T> computeAll(Collection<? extends Computable<? extends T>> many) {
        return Computation.start(this, Require.given(many, "many"));
    }

    // ---- views

    @Override
    public View withOptions(TaskOptions over) {
        return new View(client, Require.given(over, "options").over(options), scope);
    }

    @Override
    public View withOptions(UnaryOperator<TaskOptions> change) {
        TaskOptions changed = Require.given(change, "change").apply(options);
        if (changed == null) {
            throw new IllegalArgumentException(
                    "change returned null: return the options, for example o -> o.retries(3)");
        }
        return new View(client, changed, scope);
    }

    @Override
    public Scope scope() {
        ScopeMembers members = new ScopeMembers();
        if (scope != null) {
            scope.add(members);
        }
        return new View(client, options, members);
    }

    /** Ends the scope; nothing to end for a view outside one. */
    @Override
    public void close() {
        if (scope != null && Attempt.current() == null) {
            scope.close();
        }
    }

    // ---- parts

    /** What this view's submissions of a function's class share. */
    Kind kind(Object function) {
        Kind known = kinds.get(function.getClass());
        return known != null
                ? known
                : kinds.computeIfAbsent(
                        function.getClass(), type -> Kind.of(this, FunctionShape.of(function), function));
    }

    private void requireOpen() {
        if (scope != null) {
            scope.requireOpen();
        }
    }

    /** Notes the future in the scope, if there is one. */
    <F> F joined(F future) {
        if (scope != null) {
            scope.add(future);
        }
        return future;
    }

    /** The tasks that must have ended before: those of the options and those that the function captured; null if one is undecided. */
    private @Nullable List<TaskRef> after(Connection connection, Kind kind, Object function) {
        if (after.isEmpty() && !kind.captures()) {
            return List.of();
        }
        return connection.references(promised(function), "after");
    }

    private List<TaskFuture<?>> promised(Object function) {
        List<TaskFuture<?>> first = new ArrayList<>(after);
        first.addAll(FunctionShape.of(function).captured(function));
        return first;
    }

    /** For a map, whose futures are needed now: waits until what it captured is decided. */
    private List<TaskRef> waitedFor(Connection connection, Object function) {
        List<TaskFuture<?>> first = promised(function);
        first.forEach(each -> BaseFuture.of(each, "after").ended(Waiting.FOR_EVER));
        List<TaskRef> references = connection.references(first, "after");
        return references == null ? List.of() : references;
    }

    /** The view behind a submitter. */
    static View of(Submitter where) {
        if (Require.given(where, "where") instanceof Client client) {
            return client.view();
        }
        if (where instanceof View view) {
            return view;
        }
        throw new IllegalArgumentException(
                "where is a " + where.getClass().getName() + ": a Client, a view of one, or a Scope is needed");
    }

    /** Travels as a view of the client that is current where it arrives. */
    private Object writeReplace() {
        return new CurrentView(options);
    }

    /** A view on its way. Immutable. */
    private record CurrentView(TaskOptions options) implements Serializable {
        private Object readResolve() {
            return Client.current().withOptions(options);
        }
    }
}

package dev.muster.client;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a submission asks for beyond its function: a name, retries, limits, needs, a choice of workers. Immutable; every
 * method returns changed options and leaves these as they are. Data only, so options may be a constant.
 *
 * <pre>{@code
 * static final TaskOptions GPU = TaskOptions.defaults().resource("gpu", 1).tag("zone", "a");
 * client.withOptions(GPU).map(Net::train, seeds).results();
 * client.withOptions(o -> o.retries(3).retryOn(IOException.class)).submit(Report::parse, file);
 * }</pre>
 */
public final class TaskOptions implements Serializable {

    private static final long serialVersionUID = 1L;
    private static final TaskOptions DEFAULTS = new TaskOptions(Map.of());

    /** What can be chosen. */
    enum Choice {
        NAME,
        KEY,
        PURE,
        RETRIES,
        RETRY_ON,
        FIRST_DELAY,
        LONGEST_DELAY,
        AT_MOST_ONCE,
        PRIORITY,
        TIMEOUT,
        DEADLINE,
        RESOURCES,
        WORKERS,
        PREFERRED_WORKERS,
        TAGS,
        PREFERRED_TAGS,
        THREADS,
        AFTER
    }

    /** Only what was chosen; a map and not fields, so that options can be laid over others. Unmodifiable. */
    @SuppressWarnings("serial") // an EnumMap inside an unmodifiable map, its values serialisable by construction
    private final Map<Choice, Object> chosen;

    private TaskOptions(Map<Choice, Object> chosen) {
        this.chosen = chosen;
    }

    /** Options that ask for nothing: one thread, no retries, no limits, any worker. */
    public static TaskOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Names the kind of task: what progress, estimates, pictures and keys group by.
     *
     * @param name not blank
     * @throws IllegalArgumentException if it is null or blank
     */
    public TaskOptions name(String name) {
        return with(Choice.NAME, Require.text(name, "name"));
    }

    /**
     * Gives the task an exact key; the tasks of a {@code map} become {@code key-0}, {@code key-1} and so on. While a
     * task of this key is held, submitting the same function under it again returns that task's future.
     *
     * @param key not blank; if the client holds a task of this key with another function, submitting fails
     * @throws IllegalArgumentException if it is null or blank
     */
    public TaskOptions key(String key) {
        return with(Choice.KEY, Require.text(key, "key"));
    }

    /**
     * Says that the function's value depends on its arguments and captured values alone: while one such task is held,
     * submitting an equal one returns its future. Functions and arguments must be able to travel.
     */
    public TaskOptions pure() {
        return with(Choice.PURE, true);
    }

    /**
     * Allows further attempts when the task's own code fails.
     *
     * @param n how many after the first, at least 0
     * @throws IllegalArgumentException if it is negative, or if {@link #atMostOnce} was asked for
     */
    public TaskOptions retries(int n) {
        return with(Choice.RETRIES, Require.atLeast(0, n, "retries")).checked();
    }

    /**
     * Restricts retries to these exceptions and their subclasses; without it every exception is tried again.
     *
     * @param types exception classes, at least one
     * @throws IllegalArgumentException if there is none or one is null
     */
    @SafeVarargs
    public final TaskOptions retryOn(Class<? extends Throwable>... types) {
        List<String> names = new ArrayList<>();
        for (Class<? extends Throwable> type : Require.given(types, "types")) {
            names.add(Require.given(type, "types").getName());
        }
        if (names.isEmpty()) {
            throw new IllegalArgumentException("types is empty: give at least one exception class");
        }
        return with(Choice.RETRY_ON, Collections.unmodifiableList(names));
    }

    /**
     * Waits before a retry; the wait doubles with each.
     *
     * @param first before the first retry, at least 0
     * @param longest no wait is longer; at least {@code first}
     * @throws IllegalArgumentException if one is null or negative, or {@code longest} is below {@code first}
     */
    public TaskOptions retryDelay(Duration first, Duration longest) {
        if (Require.nanos(first, "first") > Require.nanos(longest, "longest")) {
            throw new IllegalArgumentException("longest=" + longest + ": at least first=" + first + " is needed");
        }
        return with(Choice.FIRST_DELAY, first).with(Choice.LONGEST_DELAY, longest);
    }

    /**
     * Promises that the code is never started twice: when the worker that may have started it is lost, the task fails.
     *
     * @throws IllegalArgumentException if {@link #retries} were asked for
     */
    public TaskOptions atMostOnce() {
        return with(Choice.AT_MOST_ONCE, true).checked();
    }

    /**
     * Who goes first among this client's tasks.
     *
     * @param priority any number; the higher goes first; 0 unless said
     */
    public TaskOptions priority(int priority) {
        return with(Choice.PRIORITY, priority);
    }

    /**
     * Limits each attempt: it is interrupted then, and the task fails or is tried again.
     *
     * @param perAttempt more than 0
     * @throws IllegalArgumentException if it is null, zero or negative
     */
    public TaskOptions timeout(Duration perAttempt) {
        return with(Choice.TIMEOUT, Require.positive(perAttempt, "perAttempt"));
    }

    /**
     * Limits the whole, from submission over waiting and all attempts; nested tasks inherit what is left.
     *
     * @param fromSubmission more than 0
     * @throws IllegalArgumentException if it is null, zero or negative
     */
    public TaskOptions deadline(Duration fromSubmission) {
        return with(Choice.DEADLINE, Require.positive(fromSubmission, "fromSubmission"));
    }

    /**
     * Takes an amount of a worker's resource while the task runs.
     *
     * @param name as the worker declares it
     * @param amount above 0
     * @throws IllegalArgumentException if the name is blank or the amount is not a positive finite number
     */
    public TaskOptions resource(String name, double amount) {
        Require.text(name, "name");
        if (!Double.isFinite(amount) || amount <= 0) {
            throw new IllegalArgumentException("amount=" + amount + " of resource " + name + ": more than 0 is needed");
        }
        return withEntry(Choice.RESOURCES, name, amount);
    }

    /**
     * Allows only these workers.
     *
     * @param ids at least one, as {@code client.workers()} names them
     * @throws IllegalArgumentException if there is none, or one is blank
     */
    public TaskOptions workers(String... ids) {
        return with(Choice.WORKERS, texts(ids));
    }

    /**
     * Prefers these workers, but takes others when they are busy.
     *
     * @param ids at least one, as {@code client.workers()} names them
     * @throws IllegalArgumentException if there is none, or one is blank
     */
    public TaskOptions preferWorkers(String... ids) {
        return with(Choice.PREFERRED_WORKERS, texts(ids));
    }

    /**
     * Allows only workers that carry this tag.
     *
     * @throws IllegalArgumentException if the name is blank or the value null
     */
    public TaskOptions tag(String name, String value) {
        return withEntry(Choice.TAGS, Require.text(name, "name"), Require.given(value, "value"));
    }

    /**
     * Prefers workers that carry this tag.
     *
     * @throws IllegalArgumentException if the name is blank or the value null
     */
    public TaskOptions preferTag(String name, String value) {
        return withEntry(Choice.PREFERRED_TAGS, Require.text(name, "name"), Require.given(value, "value"));
    }

    /**
     * How many of a worker's threads the task takes while it runs, because it starts threads of its own.
     *
     * @param threads at least 1; if no worker ever has so many, the task fails after a grace time
     * @throws IllegalArgumentException if it is below 1
     */
    public TaskOptions threads(int threads) {
        return with(Choice.THREADS, Require.atLeast(1, threads, "threads"));
    }

    /**
     * Starts only when these have ended with a value, without taking the values. Replaces an earlier choice.
     *
     * @param first futures of the same client
     * @throws IllegalArgumentException if one is null
     */
    public TaskOptions after(TaskFuture<?>... first) {
        List<TaskFuture<?>> futures = new ArrayList<>();
        for (TaskFuture<?> each : Require.given(first, "first")) {
            futures.add(Require.given(each, "first"));
        }
        return with(Choice.AFTER, Collections.unmodifiableList(futures));
    }

    /** Two are equal if they chose the same. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TaskOptions options && chosen.equals(options.chosen);
    }

    @Override
    public int hashCode() {
        return chosen.hashCode();
    }

    /** What was chosen, for people. */
    @Override
    public String toString() {
        return "TaskOptions" + chosen;
    }

    /** What was chosen for this, or the value given. The caller knows the type by the choice. */
    @SuppressWarnings("unchecked")
    <T> T chosen(Choice choice, T otherwise) {
        return (T) chosen.getOrDefault(choice, otherwise);
    }

    /** These laid over others: what is chosen here wins. */
    TaskOptions over(TaskOptions base) {
        if (base.chosen.isEmpty() || chosen.isEmpty()) {
            return chosen.isEmpty() ? base : this;
        }
        Map<Choice, Object> both = new EnumMap<>(base.chosen);
        both.putAll(chosen);
        return new TaskOptions(Collections.unmodifiableMap(both)).checked();
    }

    private TaskOptions with(Choice choice, Object value) {
        Map<Choice, Object> more = new EnumMap<>(Choice.class);
        more.putAll(chosen);
        more.put(choice, value);
        return new TaskOptions(Collections.unmodifiableMap(more));
    }

    private TaskOptions withEntry(Choice choice, String name, Object value) {
        Map<String, Object> entries = new TreeMap<>(this.<Map<String, Object>>chosen(choice, Map.of()));
        entries.put(name, value);
        return with(choice, Collections.unmodifiableMap(entries));
    }

    private TaskOptions checked() {
        int retries = chosen(Choice.RETRIES, 0);
        if (retries > 0 && chosen(Choice.AT_MOST_ONCE, false)) {
            throw new IllegalArgumentException("atMostOnce and retries=" + retries
                    + " exclude each other: choose one, or set retries(0) where the other is wanted");
        }
        return this;
    }

    private static Set<String> texts(String[] ids) {
        Set<String> texts = new LinkedHashSet<>();
        Arrays.stream(required(ids, "ids")).forEach(id -> texts.add(Require.text(id, "ids")));
        return Collections.unmodifiableSet(texts);
    }

    private static <T> T[] required(T[] many, String parameter) {
        if (Require.given(many, parameter).length == 0) {
            throw new IllegalArgumentException(parameter + " is empty: give at least one");
        }
        return many;
    }
}

package dev.muster.client;

import dev.muster.client.TaskOptions.Choice;
import dev.muster.protocol.TaskSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One function class under one view's options: what all its submissions share, so that a submission makes none of it.
 * Immutable.
 *
 * @param view where it was submitted through
 * @param spec what the scheduler is told
 * @param label what keys begin with: the name, or the exact key
 * @param numbers gives out the numbers in keys
 * @param captures whether functions of this class may have captured futures
 */
record Kind(View view, TaskSpec spec, String label, AtomicLong numbers, boolean captures) {

    /** The kind of a function under a view's options. */
    static Kind of(View view, FunctionShape shape, Object function) {
        TaskOptions options = view.options();
        String given = options.chosen(Choice.NAME, "");
        String name = given.isEmpty() ? shape.name(function) : given;
        Names names = view.names();
        int number = names.number(given.isEmpty() ? shape.identity(function) : given);
        return new Kind(view, spec(options, number, name), name, names.next(name), shape.mayCapture());
    }

    /** The number in the key of the first of so many tasks. */
    long next(int count) {
        return numbers.getAndAdd(count);
    }

    /** The same under an exact key. */
    Kind labelled(String key) {
        return new Kind(view, spec, key, numbers, captures);
    }

    /** Options of the API in the words of the protocol. */
    static TaskSpec spec(TaskOptions options, int number, String name) {
        return new TaskSpec(
                number,
                name,
                options.chosen(Choice.PRIORITY, 0),
                needs(options),
                retry(options),
                selection(options),
                nanos(options, Choice.TIMEOUT),
                nanos(options, Choice.DEADLINE),
                options.chosen(Choice.AT_MOST_ONCE, false));
    }

    private static TaskSpec.Needs needs(TaskOptions options) {
        int threads = options.chosen(Choice.THREADS, 1);
        Map<String, Double> resources = options.chosen(Choice.RESOURCES, Map.of());
        return threads == 1 && resources.isEmpty() ? TaskSpec.Needs.ONE_THREAD : new TaskSpec.Needs(threads, resources);
    }

    private static TaskSpec.Retry retry(TaskOptions options) {
        int retries = options.chosen(Choice.RETRIES, 0);
        return retries == 0
                ? TaskSpec.Retry.NEVER
                : new TaskSpec.Retry(
                        retries,
                        options.<List<String>>chosen(Choice.RETRY_ON, List.of()),
                        nanos(options, Choice.FIRST_DELAY),
                        nanos(options, Choice.LONGEST_DELAY));
    }

    private static TaskSpec.Selection selection(TaskOptions options) {
        Set<String> only = options.chosen(Choice.WORKERS, Set.of());
        Set<String> rather = options.chosen(Choice.PREFERRED_WORKERS, Set.of());
        Map<String, String> tags = options.chosen(Choice.TAGS, Map.of());
        Map<String, String> ratherTags = options.chosen(Choice.PREFERRED_TAGS, Map.of());
        return only.isEmpty() && rather.isEmpty() && tags.isEmpty() && ratherTags.isEmpty()
                ? TaskSpec.Selection.ANY
                : new TaskSpec.Selection(only, rather, tags, ratherTags);
    }

    private static long nanos(TaskOptions options, Choice choice) {
        Duration duration = options.chosen(choice, Duration.ZERO);
        return Require.nanos(duration, choice.name());
    }
}

package dev.muster.graph;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step of a computation: what to do and whose results it takes. Immutable if its options are.
 *
 * @param key the task's own name, unique in its graph
 * @param name the kind of task, such as {@code load}: what progress, estimates and pictures group by; not blank
 * @param work what the task does with the results of its inputs
 * @param inputs the keys whose results the work takes, in order; one key may come twice
 * @param options whatever the caller wants to travel with the task (retries, resources); this package only compares
 *     options by {@code equals} and hands them on; null means the defaults
 */
public record Task(
        Key key,
        String name,
        Work work,
        List<Key> inputs,
        @Nullable Object options) {

    /**
     * Copies the inputs.
     *
     * @throws IllegalArgumentException if the name is blank
     * @throws NullPointerException if anything but the options is null
     */
    public Task {
        if (name.isBlank()) {
            throw new IllegalArgumentException(
                    "name of task %s is blank; give the kind of task, for example \"load\"".formatted(key));
        }
        if (key == null || work == null) {
            throw new NullPointerException("task \"%s\" has no %s".formatted(name, key == null ? "key" : "work"));
        }
        inputs = List.copyOf(inputs);
    }

    /** A task with default options. */
    public Task(Key key, String name, Work work, List<Key> inputs) {
        this(key, name, work, inputs, null);
    }

    /** The text form, without the work: {@code clean-3 "clean" of [load-3]}. */
    @Override
    public String toString() {
        return "%s \"%s\" of %s".formatted(key, name, inputs);
    }
}

package dev.muster.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads small graphs from text, so that a test can show a picture and, beside it, the same thing as lines. */
final class Drawing {

    private Drawing() {}

    /**
     * A graph from lines such as {@code a b -> c}: c takes the results of a and b. A line {@code a} alone is a task
     * without inputs. Tasks are added in order of first appearance; each is of the kind that its key's prefix names.
     */
    static TaskGraph of(String lines, String... goals) {
        Map<String, List<Key>> inputs = new LinkedHashMap<>();
        for (String line : lines.strip().split("\\s*\n\\s*")) {
            String[] sides = line.split("->");
            String[] from = sides[0].strip().split("\\s+");
            for (String task : from) {
                inputs.computeIfAbsent(task, key -> new ArrayList<>());
            }
            if (sides.length == 2) {
                inputs.computeIfAbsent(sides[1].strip(), key -> new ArrayList<>())
                        .addAll(Arrays.stream(from).map(Key::parse).toList());
            }
        }
        TaskGraph.Builder builder = TaskGraph.builder();
        inputs.forEach((task, keys) -> builder.add(task(task, keys)));
        return builder.goals(Arrays.stream(goals).map(Key::parse).toList()).build();
    }

    /** A task whose result is its key, followed in parentheses by what it was given. */
    static Task task(String text, List<Key> inputs) {
        Key key = Key.parse(text);
        Work work = given -> given.length == 0 ? text : text + Arrays.toString(given);
        return new Task(key, key.prefix(), work, inputs);
    }

    static Task task(String text, String... inputs) {
        return task(text, Arrays.stream(inputs).map(Key::parse).toList());
    }
}

package dev.muster.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Families of graphs of any size. Each task is {@code t-number}. */
final class Families {

    private static final Work NOTHING = inputs -> null;

    private final List<int[]> inputs = new ArrayList<>();

    private Families() {}

    /** A reduction of so many roots by tasks of so many inputs, down to one. */
    static TaskGraph tree(int roots, int fanIn) {
        Families family = new Families();
        family.reduce(family.roots(roots), fanIn);
        return family.graph();
    }

    /** The number of levels of {@link #tree}, that of the roots not counted. */
    static int depth(int roots, int fanIn) {
        int depth = 0;
        for (int width = roots; width > 1; width = (width + fanIn - 1) / fanIn) {
            depth++;
        }
        return depth;
    }

    /** Several reductions of the same roots, each with a step of its own for each root: mean, variance, maximum. */
    static TaskGraph reductions(int roots, int fanIn, int reductions, boolean withPartner) {
        Families family = new Families();
        List<Integer> shared = family.roots(roots);
        int[] goals = new int[reductions];
        for (int i = 0; i < reductions; i++) {
            List<Integer> steps = new ArrayList<>();
            for (int root : shared) {
                int[] inputs = withPartner ? new int[] {root, family.add()} : new int[] {root};
                steps.add(family.add(inputs));
            }
            goals[i] = family.reduce(steps, fanIn);
        }
        return family.graph(goals);
    }

    /** Layers in which each task takes its own and both neighbours' results of the layer before. */
    static TaskGraph stencil(int width, int layers) {
        Families family = new Families();
        family.roots(width);
        for (int layer = 1; layer < layers; layer++) {
            int before = (layer - 1) * width;
            for (int i = 0; i < width; i++) {
                family.add(IntStream.rangeClosed(Math.max(0, i - 1), Math.min(width - 1, i + 1))
                        .map(neighbour -> before + neighbour)
                        .toArray());
            }
        }
        return family.graph();
    }

    /** Groups whose members each take the mean of their group, all reduced to one. */
    static TaskGraph anomalies(int groups, int members, int fanIn) {
        Families family = new Families();
        List<Integer> differences = new ArrayList<>();
        for (int group = 0; group < groups; group++) {
            List<Integer> values = family.roots(members);
            int mean = family.add(values.stream().mapToInt(Integer::intValue).toArray());
            values.forEach(value -> differences.add(family.add(value, mean)));
        }
        family.reduce(differences, fanIn);
        return family.graph();
    }

    /** The product of two square matrices of chunks. */
    static TaskGraph matrixProduct(int side) {
        Families family = new Families();
        family.roots(2 * side * side);
        int[] goals = new int[side * side];
        for (int cell = 0; cell < goals.length; cell++) {
            int row = cell / side;
            int column = cell % side;
            int[] products = new int[side];
            for (int k = 0; k < side; k++) {
                products[k] = family.add(row * side + k, side * side + k * side + column);
            }
            goals[cell] = family.add(products);
        }
        return family.graph(goals);
    }

    /** A chain of so many tasks. */
    static TaskGraph chain(int tasks) {
        Families family = new Families();
        family.add();
        for (int i = 1; i < tasks; i++) {
            family.add(i - 1);
        }
        return family.graph();
    }

    /** One root, so many tasks that take its result, and tasks that each take all of theirs. */
    static TaskGraph fan(int width, int joins) {
        Families family = new Families();
        family.add();
        for (int i = 0; i < width; i++) {
            family.add(0);
        }
        for (int i = 0; i < joins; i++) {
            family.add(IntStream.rangeClosed(1, width).toArray());
        }
        return family.graph();
    }

    /** Any task may take results of up to so many of the tasks added shortly before. */
    static TaskGraph random(long seed, int tasks, int mostInputs, int window) {
        Random random = new Random(seed);
        Families family = new Families();
        for (int i = 0; i < tasks; i++) {
            TreeSet<Integer> inputs = new TreeSet<>();
            for (int k = i == 0 ? 0 : random.nextInt(mostInputs + 1); k > 0; k--) {
                inputs.add(i - 1 - random.nextInt(Math.min(i, window)));
            }
            family.add(inputs.stream().mapToInt(Integer::intValue).toArray());
        }
        return family.graph();
    }

    /** Layers of one width; each task takes one or more results of the layer before, from no further than the reach. */
    static TaskGraph layered(long seed, int layers, int width, int mostInputs, int reach) {
        Random random = new Random(seed);
        Families family = new Families();
        family.roots(width);
        for (int i = width; i < layers * width; i++) {
            int[] inputs = new int[1 + random.nextInt(mostInputs)];
            for (int k = 0; k < inputs.length; k++) {
                int column = Math.floorMod(i % width + random.nextInt(2 * reach + 1) - reach, width);
                inputs[k] = (i / width - 1) * width + column;
            }
            family.add(Arrays.stream(inputs).distinct().toArray());
        }
        return family.graph();
    }

    private List<Integer> roots(int number) {
        return IntStream.range(0, number).mapToObj(i -> add()).toList();
    }

    private int add(int... from) {
        inputs.add(from);
        return inputs.size() - 1;
    }

    private int reduce(List<Integer> parts, int fanIn) {
        List<Integer> level = parts;
        while (level.size() > 1) {
            List<Integer> next = new ArrayList<>();
            for (int i = 0; i < level.size(); i += fanIn) {
                next.add(add(level.subList(i, Math.min(level.size(), i + fanIn)).stream()
                        .mapToInt(Integer::intValue)
                        .toArray()));
            }
            level = next;
        }
        return level.get(0);
    }

    private TaskGraph graph(int... goals) {
        TaskGraph.Builder builder = TaskGraph.builder();
        for (int i = 0; i < inputs.size(); i++) {
            List<Key> keys = Arrays.stream(inputs.get(i))
                    .mapToObj(input -> new Key("t", input))
                    .toList();
            builder.add(new Task(new Key("t", i), "t", NOTHING, keys));
        }
        for (int goal : goals) {
            builder.goal(new Key("t", goal));
        }
        return builder.build();
    }
}

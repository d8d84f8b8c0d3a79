package dev.muster.graph.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.muster.graph.Key;
import dev.muster.graph.Task;
import dev.muster.graph.TaskGraph;
import dev.muster.graph.Work;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayoutTest {

    private static final Work NOTHING = inputs -> null;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void boxes_do_not_overlap_and_arrows_go_with_the_layers(long seed) {
        Scene scene = Scene.of(random(seed, 20 + (int) seed * 30), 500);
        Layout layout = new Layout(scene);

        int boxes = scene.boxes().size();
        for (int a = 0; a < boxes; a++) {
            assertThat(layout.centreX(a))
                    .isBetween(layout.boxWidth / 2 - 0.01, layout.width - layout.boxWidth / 2 + 0.01);
            assertThat(layout.centreY(a))
                    .isBetween(layout.boxHeight / 2 - 0.01, layout.height - layout.boxHeight / 2 + 0.01);
            for (int b = 0; b < a; b++) {
                double apartX = Math.abs(layout.centreX(a) - layout.centreX(b)) - layout.boxWidth;
                double apartY = Math.abs(layout.centreY(a) - layout.centreY(b)) - layout.boxHeight;
                assertThat(Math.max(apartX, apartY)).as("boxes %d and %d", a, b).isGreaterThan(10);
            }
        }
        for (int i = 0; i < scene.arrows().size(); i++) {
            double[][] points = layout.points(i);
            int axis = layout.sideways ? 0 : 1;
            for (int k = 1; k < points.length; k++) {
                assertThat(points[k][axis]).isGreaterThan(points[k - 1][axis]);
            }
        }
    }

    @Test
    void a_tree_is_drawn_without_crossings_and_with_parents_amid_their_children() {
        TaskGraph.Builder builder = TaskGraph.builder();
        // Added in an order that would cross everything if it were kept.
        for (int i = 0; i < 16; i++) {
            builder.add(new Task(new Key("leaf", i * 7 % 16), "leaf", NOTHING, List.of()));
        }
        List<Key> level = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            level.add(new Key("leaf", i));
        }
        while (level.size() > 1) {
            List<Key> next = new ArrayList<>();
            for (int i = 0; i < level.size(); i += 2) {
                Key key = new Key("sum" + level.size() + "x", i);
                builder.add(new Task(key, "sum", NOTHING, level.subList(i, i + 2)));
                next.add(key);
            }
            level = next;
        }
        Scene scene = Scene.of(builder.build(), 500);
        Layers layers = Layers.of(scene);

        assertThat(Crossings.count(layers.rows, layers.after)).isZero();
        Layout layout = new Layout(scene);
        for (int box = 0; box < scene.boxes().size(); box++) {
            if (layers.before[box].length == 2) {
                double between = (across(layout, layers.before[box][0]) + across(layout, layers.before[box][1])) / 2;
                assertThat(across(layout, box)).isCloseTo(between, within(1.0));
            }
        }
    }

    private static double across(Layout layout, int box) {
        return layout.sideways ? layout.centreY(box) : layout.centreX(box);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void counting_crossings_agrees_with_comparing_all_lines(long seed) {
        Layers layers = Layers.of(Scene.of(random(seed, 80), 500));

        assertThat(Crossings.count(layers.rows, layers.after)).isEqualTo(comparedPairwise(layers));
    }

    private static long comparedPairwise(Layers layers) {
        long crossings = 0;
        for (int row = 0; row + 1 < layers.rows.length; row++) {
            List<int[]> lines = new ArrayList<>();
            for (int i = 0; i < layers.rows[row].length; i++) {
                for (int end : layers.after[layers.rows[row][i]]) {
                    int[] below = layers.rows[row + 1];
                    lines.add(
                            new int[] {i, Arrays.stream(below).boxed().toList().indexOf(end)});
                }
            }
            for (int a = 0; a < lines.size(); a++) {
                for (int b = 0; b < a; b++) {
                    long sides = (long) (lines.get(a)[0] - lines.get(b)[0]) * (lines.get(a)[1] - lines.get(b)[1]);
                    crossings += sides < 0 ? 1 : 0;
                }
            }
        }
        return crossings;
    }

    @Test
    void places_ascend_and_are_as_near_to_the_wishes_as_can_be() {
        assertThat(Placement.ascending(new double[] {1, 2, 3})).containsExactly(1, 2, 3);
        assertThat(Placement.ascending(new double[] {3, 1})).containsExactly(2, 2);
        assertThat(Placement.ascending(new double[] {1, 5, 3, 4, 9})).containsExactly(1, 4, 4, 4, 9);
        assertThat(Placement.ascending(new double[] {})).isEmpty();

        Random random = new Random(5);
        for (int round = 0; round < 200; round++) {
            double[] wishes = random.doubles(1 + random.nextInt(12), 0, 10).toArray();
            double[] places = Placement.ascending(wishes);
            double best = distance(wishes, places);
            for (int attempt = 0; attempt < 50; attempt++) {
                double[] other = places.clone();
                other[random.nextInt(other.length)] += random.nextGaussian();
                Arrays.sort(other);
                assertThat(distance(wishes, other)).isGreaterThanOrEqualTo(best - 1e-9);
            }
            assertThat(places).isSorted();
        }
    }

    private static double distance(double[] wishes, double[] places) {
        double distance = 0;
        for (int i = 0; i < wishes.length; i++) {
            distance += (wishes[i] - places[i]) * (wishes[i] - places[i]);
        }
        return distance;
    }

    private static TaskGraph random(long seed, int tasks) {
        Random random = new Random(seed);
        TaskGraph.Builder builder = TaskGraph.builder();
        for (int i = 0; i < tasks; i++) {
            List<Key> inputs = new ArrayList<>();
            for (int k = i == 0 ? 0 : random.nextInt(4); k > 0; k--) {
                inputs.add(new Key("t", i - 1 - random.nextInt(Math.min(i, 25))));
            }
            builder.add(new Task(new Key("t", i), "kind" + random.nextInt(5), NOTHING, inputs));
        }
        return builder.build();
    }
}

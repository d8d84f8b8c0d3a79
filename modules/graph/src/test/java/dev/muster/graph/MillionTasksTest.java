package dev.muster.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Large graphs in the small heap and on the small stack that this module's tests are given. A step that were quadratic
 * would run into the time limit of every test.
 */
class MillionTasksTest {

    private static final int MILLION = 1_000_000;

    @Test
    void a_chain() throws Exception {
        TaskGraph chain = Families.chain(MILLION);

        assertThat(peakOf(chain)).isEqualTo(1);
        assertThat(chain.indexed(Fusion.NONE).input(MILLION - 1, 0)).isEqualTo(MILLION - 2);
        assertThat(chain.indexed().size()).isEqualTo(1);
        assertThat(chain.indexed().task(0).work().run(new Object[0])).isNull();
        assertThat(chain.cull(List.of(new Key("t", 10))).size()).isEqualTo(11);
    }

    @Test
    void a_fan_out_and_in() {
        TaskGraph fan = Families.fan(MILLION, 1);

        assertThat(peakOf(fan)).isEqualTo(MILLION);
        IndexedGraph indexed = fan.indexed();
        assertThat(indexed.dependantCount(0)).isEqualTo(MILLION);
        assertThat(indexed.inputCount(MILLION + 1)).isEqualTo(MILLION);
    }

    @Test
    void everything_taken_twice() {
        TaskGraph fan = Families.fan(300_000, 2);

        assertThat(peakOf(fan)).isEqualTo(300_000);
        assertThat(fan.indexed().size()).isEqualTo(300_003);
    }

    @Test
    void a_binary_tree() {
        TaskGraph tree = Families.tree(1 << 19, 2);

        assertThat(tree.size()).isGreaterThan(MILLION);
        assertThat(peakOf(tree)).isEqualTo(20);
        assertThat(tree.indexed().size()).isEqualTo(tree.size());
    }

    @Test
    void layers_at_random() {
        TaskGraph layered = Families.layered(1, 1_000, 1_000, 3, 500);

        assertThat(peakOf(layered)).isLessThan(2_000);
        assertThat(layered.indexed().size()).isLessThanOrEqualTo(MILLION);
    }

    @Test
    void independent_tasks() {
        TaskGraph layered = Families.layered(1, 1, MILLION, 1, 1);

        assertThat(layered.goals()).hasSize(MILLION);
        assertThat(layered.indexed().goal(MILLION - 1)).isEqualTo(MILLION - 1);
    }

    private static int peakOf(TaskGraph graph) {
        Progress progress = new Progress(graph.dependants().reversed(), graph.dependants());
        int early = 0;
        for (int task : graph.order()) {
            early += progress.missing[task] > 0 ? 1 : 0;
            progress.append(task);
        }
        assertThat(early).as("tasks before one of their inputs").isZero();
        assertThat(progress.complete()).isTrue();
        return progress.peak();
    }
}

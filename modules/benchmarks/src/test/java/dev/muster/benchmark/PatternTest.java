package dev.muster.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PatternTest {

    @ParameterizedTest
    @EnumSource
    void inputs_are_distinct_points_of_the_step_before(Pattern pattern) {
        int width = TaskBench.WIDTH;
        for (int step = 1; step < 40; step++) {
            for (int point = 0; point < pattern.points(step, width); point++) {
                int[] inputs = pattern.inputs(step, point, width);
                assertThat(inputs).hasSizeBetween(1, 3).doesNotHaveDuplicates();
                assertThat(Arrays.stream(inputs)).allMatch(each -> each >= 0);
                assertThat(Arrays.stream(inputs).max().orElseThrow()).isLessThan(pattern.points(step - 1, width));
            }
        }
    }

    @Test
    void a_stencil_needs_its_neighbours() {
        assertThat(Pattern.STENCIL.inputs(3, 0, 16)).containsExactly(0, 1);
        assertThat(Pattern.STENCIL.inputs(3, 7, 16)).containsExactly(6, 7, 8);
        assertThat(Pattern.STENCIL.inputs(3, 15, 16)).containsExactly(14, 15);
    }

    @Test
    void a_tree_doubles_until_it_is_wide_enough() {
        assertThat(Pattern.TREE.points(0, 16)).isEqualTo(1);
        assertThat(Pattern.TREE.points(2, 16)).isEqualTo(4);
        assertThat(Pattern.TREE.points(9, 16)).isEqualTo(16);
        assertThat(Pattern.TREE.inputs(2, 3, 16)).containsExactly(1);
    }

    @Test
    void the_kernel_answers_nothing_but_takes_its_time() {
        assertThat(Kernel.run(1_000)).isZero();
    }
}

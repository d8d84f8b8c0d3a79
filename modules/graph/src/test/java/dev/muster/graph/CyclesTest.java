package dev.muster.graph;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class CyclesTest {

    @Test
    void a_cycle_is_printed_in_the_direction_of_the_data() {
        //  x → a → b → c → d
        //      ↑_______|
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Drawing.of("x c -> a \n a -> b \n b -> c \n c -> d"))
                .withMessageContaining("cycle of 3 tasks")
                .withMessageContaining(": c → a → b → c (each is an input of the next)");
    }

    @Test
    void a_task_that_takes_its_own_result_is_a_cycle() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Drawing.of("a b -> b"))
                .withMessageContaining("cycle of 1 tasks")
                .withMessageContaining("b → b");
    }

    @Test
    void two_tasks_that_wait_for_each_other_are_a_cycle() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Drawing.of("a -> b \n b -> a"))
                .withMessageContaining("a → b → a");
    }

    @Test
    void only_the_cycle_is_printed_not_what_hangs_on_it() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Drawing.of("p -> q \n q -> r \n r -> q \n r -> s \n s -> u"))
                .withMessageContaining(": q → r → q (");
    }

    @Test
    void the_middle_of_a_long_cycle_is_left_out() {
        int length = 200_000;
        TaskGraph.Builder builder = TaskGraph.builder();
        Work nothing = inputs -> null;
        for (int i = 0; i < length; i++) {
            Key before = new Key("t", i == 0 ? length - 1 : i - 1);
            builder.add(new Task(new Key("t", i), "t", nothing, List.of(before)));
        }

        assertThatIllegalArgumentException()
                .isThrownBy(builder::build)
                .withMessageContaining("cycle of 200000 tasks")
                .withMessageContaining("t-0 → t-1 → ")
                .withMessageContaining(" → … 199976 more … → ")
                .withMessageContaining(" → t-199999 → t-0 (");
    }
}

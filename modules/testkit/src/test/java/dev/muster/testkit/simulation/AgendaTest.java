package dev.muster.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgendaTest {
    private final Agenda agenda = new Agenda();
    private final List<String> happened = new ArrayList<>();

    @Test
    void things_happen_in_the_order_of_time_then_of_noting() {
        agenda.after(20, () -> happened.add("late"));
        agenda.after(10, () -> happened.add("first"));
        agenda.after(10, () -> happened.add("second"));
        while (agenda.step()) {
            assertThat(agenda.now()).isBetween(10L, 21L);
        }
        assertThat(happened).containsExactly("first", "second", "late");
    }

    @Test
    void what_is_noted_for_the_past_happens_now() {
        agenda.after(100, () -> agenda.at(5, () -> happened.add("at " + agenda.now())));
        agenda.step();
        agenda.step();
        assertThat(happened).containsExactly("at 101");
        assertThat(agenda.step()).isFalse();
    }

    @Test
    void equal_seeds_choose_equally_and_others_do_not() {
        Chance one = new Chance(42);
        Chance same = new Chance(42);
        Chance other = new Chance(43);
        List<Long> ones = new ArrayList<>();
        List<Long> others = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            long drawn = one.around(1_000);
            assertThat(same.around(1_000)).isEqualTo(drawn);
            assertThat(drawn).isBetween(250L, 2_100L);
            ones.add(drawn);
            others.add(other.around(1_000));
        }
        assertThat(ones).isNotEqualTo(others);
    }

    @Test
    void a_story_keeps_its_last_lines_and_a_fingerprint_of_all() {
        Story story = new Story(3, false);
        Story other = new Story(3, false);
        for (int i = 0; i < 5; i++) {
            story.note(i, "w0", "does", i);
            other.note(i == 0 ? 9 : i, "w0", "does", i);
        }
        assertThat(story.last(10)).hasSize(3).last().asString().contains("4 ns", "w0", "does 4");
        assertThat(story.fingerprint()).isNotEqualTo(other.fingerprint());
        assertThat(story.count()).isEqualTo(5);
    }
}

package dev.muster.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EditDistanceTest {

    @ParameterizedTest
    @CsvSource({
        "'', '', 0",
        "'', abc, 3",
        "abc, abc, 0",
        "abc, abd, 1",
        "abc, ac, 1",
        "ac, abc, 1",
        "abc, acb, 1",
        "kitten, sitting, 3",
        "ca, abc, 3"
    })
    void letters_changed_added_dropped_or_exchanged_are_counted(String from, String to, int distance) {
        assertThat(EditDistance.between(from, to)).isEqualTo(distance);
        assertThat(EditDistance.between(to, from)).isEqualTo(distance);
    }

    @Test
    void the_nearest_wins_and_the_alphabet_breaks_ties() {
        assertThat(EditDistance.nearest("max-wating", List.of("max-pending", "max-waiting")))
                .isEqualTo("max-waiting");
        assertThat(EditDistance.nearest("b", List.of("c", "a"))).isEqualTo("a");
        assertThatIllegalArgumentException().isThrownBy(() -> EditDistance.nearest("b", List.of()));
    }
}

package dev.muster.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ArgumentsTest {
    private static final Arguments ROWS =
            new Arguments.Encoded(new byte[100], new int[] {0, 10, 10, 30, 90, 100}, 0, 5, 1);

    @Test
    void rows_are_counted_as_far_as_their_bytes_fit() {
        assertThat(ROWS.within(0, 5, 100)).isEqualTo(5);
        assertThat(ROWS.within(0, 5, 30)).isEqualTo(3);
        assertThat(ROWS.within(0, 5, 29)).isEqualTo(2);
        assertThat(ROWS.within(0, 1, 1_000)).isEqualTo(1);
    }

    @Test
    void one_row_always_fits() {
        assertThat(ROWS.within(3, 2, 20)).isEqualTo(1);
        assertThat(ROWS.slice(2, 5).within(1, 2, 1)).isEqualTo(1);
    }

    @Test
    void a_slice_is_as_large_as_its_rows() {
        assertThat(ROWS.slice(1, 4).size()).isEqualTo(80);
    }
}

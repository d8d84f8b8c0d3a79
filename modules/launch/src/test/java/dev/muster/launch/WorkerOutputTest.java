package dev.muster.launch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkerOutputTest {
    private final List<String> heard = new ArrayList<>();
    private final WorkerOutput output = new WorkerOutput(
            new OutputLimits(10, 4, Duration.ofHours(1), 3), (stream, line) -> heard.add(stream + " " + line));

    private void read(String text) {
        output.read(WorkerOutput.Stream.OUT, new ByteArrayInputStream(text.getBytes(UTF_8)));
    }

    @Test
    void lines_come_without_their_ends_and_the_last_needs_none() {
        read("one\ntwo\r\n\nüber");
        assertThat(heard).containsExactly("OUT one", "OUT two", "OUT ", "OUT über");
        assertThat(output.last()).containsExactly("two", "", "über");
    }

    @Test
    void a_long_line_is_cut_and_the_rest_counted() {
        read("0123456789abc\n" + "x".repeat(100_000) + "\nnext");
        assertThat(heard).containsExactly("OUT 0123456789 … and 3 more", "OUT xxxxxxxxxx … and 99990 more", "OUT next");
    }

    @Test
    void too_many_lines_are_counted_but_the_last_ones_kept() {
        read("1\n2\n3\n4\n5\n6\n7\n");
        output.end();
        assertThat(heard).hasSize(5).endsWith("ERROR … 3 lines left out: more than 4 in 3600000 ms");
        assertThat(output.last()).containsExactly("5", "6", "7");
    }

    @Test
    void nothing_is_heard_after_the_end() {
        output.end();
        read("late\n");
        assertThat(heard).isEmpty();
    }
}

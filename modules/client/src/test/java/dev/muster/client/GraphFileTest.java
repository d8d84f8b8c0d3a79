package dev.muster.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.Delayed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GraphFileTest {

    @TempDir
    private Path folder;

    private final Delayed<Integer> delayed = Delayed.combine(
            Integer::sum,
            Delayed.of(GraphFileTest::load),
            Delayed.of(GraphFileTest::load).map(v -> v + 1));

    private static int load() {
        throw new AssertionError("drawing runs nothing");
    }

    @Test
    void a_dot_file_has_every_task_before_any_is_joined() throws IOException {
        Path file = folder.resolve("graph.dot");
        delayed.visualize(file);
        assertThat(Files.readString(file))
                .startsWith("digraph")
                .contains("load")
                .contains("sum");
        assertThat(Files.readString(file).split("->")).as("three arrows").hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"graph.svg", "GRAPH.SVG"})
    void an_svg_file_stands_alone(String name) throws IOException {
        Path file = folder.resolve(name);
        delayed.visualize(file);
        assertThat(Files.readString(file)).contains("<svg").contains("load").endsWith("</svg>\n");
    }

    @Test
    void a_file_that_is_there_is_replaced() throws IOException {
        Path file = folder.resolve("graph.dot");
        Files.writeString(file, "old".repeat(100_000));
        delayed.visualize(file);
        assertThat(Files.readString(file)).startsWith("digraph").doesNotContain("old");
    }

    @Test
    void a_chain_of_a_hundred_thousand_is_drawn_by_kinds() throws IOException {
        Delayed<Integer> chain = Delayed.value(0);
        for (int i = 0; i < 100_000; i++) {
            chain = chain.map(v -> v + 1);
        }
        Path file = folder.resolve("chain.svg");
        chain.visualize(file);
        assertThat(Files.size(file)).isLessThan(10_000_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"graph.png", "graph", "graph.dot.gz", ".", ""})
    void other_endings_are_refused_with_those_allowed(String name) {
        assertThatThrownBy(() -> delayed.visualize(Path.of(name)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("dotOrSvg=" + name)
                .hasMessageContaining(".dot")
                .hasMessageContaining(".svg");
    }

    @Test
    void a_folder_that_is_not_there_is_named() {
        assertThatThrownBy(() -> delayed.visualize(folder.resolve("no/where/graph.svg")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(folder.resolve("no/where").toString());
    }

    @Test
    void a_folder_in_the_place_of_the_file_is_refused() throws IOException {
        Path taken = Files.createDirectory(folder.resolve("taken.svg"));
        assertThatThrownBy(() -> delayed.visualize(taken))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("that is a folder");
    }

    @Test
    void what_cannot_be_written_is_named() {
        // /proc takes no files, whoever asks; file rights would not stop root.
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.isDirectory(Path.of("/proc/self")));
        assertThatThrownBy(() -> delayed.visualize(Path.of("/proc/self/graph.svg")))
                .hasMessageContaining("/proc/self");
    }
}

package dev.muster.example;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.client.Client;
import dev.muster.error.ClusterException;
import java.io.InputStream;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExamplesTest {

    private static final int LONGEST = 120;

    @TempDir
    Path folder;

    @AfterEach
    void no_client_is_left_open() {
        assertThatThrownBy(Client::current)
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("No client is open");
    }

    @Test
    void hello_squares_and_adds() throws Exception {
        assertThat(Programs.output(Hello::main)).containsExactly("[1, 4, 9, 16]", "30");
    }

    @Test
    void pi_is_near_and_does_not_depend_on_the_number_of_workers() throws Exception {
        try (Client one = Client.builder().workers(1).threadsPerWorker(1).build();
                Client many = Client.builder()
                        .workers(3)
                        .threadsPerWorker(2)
                        .asDefault(false)
                        .build()) {
            double pi = Pi.estimate(one, 2_500_000);
            assertThat(pi).isBetween(3.13, 3.15).isEqualTo(Pi.estimate(many, 2_500_000));
        }
        assertThat(Programs.output(Pi::main, "1000")).singleElement().asString().startsWith("pi is about 3.");
    }

    @Test
    void pi_refuses_what_is_no_number_of_points() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pi.main(new String[] {"-3"}))
                .withMessageStartingWith("points=-3: ");
    }

    @Test
    void a_sweep_shows_six_results_and_why_the_seventh_failed() throws Exception {
        List<String> lines = Programs.output(Sweep::main);
        assertThat(lines).hasSize(7);
        assertThat(lines.subList(0, 6)).allMatch(line -> line.matches("c=[0-9.]+: -?[0-9.]+ in [0-9]+ steps"));
        assertThat(lines.get(6)).contains("newton-2", "NoConvergence", "for c=2.0 there is no root after 100 steps");
    }

    @Test
    void the_roots_of_a_sweep_are_roots() throws Exception {
        for (double c : new double[] {1, 1.5, 2.5, 3, 3.5, 4}) {
            double x = Sweep.newton(c).root();
            assertThat(x * x * x - c * x + 2).isBetween(-1e-9, 1e-9);
        }
    }

    @Test
    void a_pipeline_computes_the_same_on_threads_and_here_and_draws_itself() throws Exception {
        Path picture = folder.resolve("picture.svg");
        List<String> lines = Programs.output(Pipeline::main, picture.toString());
        assertThat(lines).hasSize(2).allMatch(line -> line.equals(lines.get(0)));
        assertThat(lines.get(0))
                .matches("(alta|bergen|oslo|voss) is the warmest with .* degrees; the mean of all is .*");
        assertThat(Files.readString(picture)).contains("<svg", "load", "report");
    }

    @Test
    void a_service_serves_all_but_the_request_that_is_late() throws Exception {
        List<String> lines = Programs.output(Service::main);
        assertThat(lines).hasSize(8);
        assertThat(lines.subList(0, 7)).allMatch(line -> line.startsWith("1000 prices, "));
        assertThat(lines.get(7)).isEqualTo("late: 0 prices after 200 ms");
    }

    @Test
    void a_tour_measures_files() throws Exception {
        Files.writeString(folder.resolve("a.txt"), "one\ntwo\n");
        Files.writeString(folder.resolve("b.txt"), "three");
        assertThat(Programs.output(Tour::main, folder.toString()))
                .containsExactly("a.txt has 2 lines; all files have 13 bytes");
    }

    @Test
    void each_name_of_the_table_starts_a_class_with_a_main_method() throws Exception {
        List<String> rows;
        try (InputStream table = Hello.class.getResourceAsStream("/META-INF/muster/programs.txt")) {
            rows = new String(table.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
        assertThat(rows).hasSize(7);
        for (String row : rows) {
            String type = row.split("\\|")[1].strip();
            int modifiers =
                    Class.forName(type).getMethod("main", String[].class).getModifiers();
            assertThat(Modifier.isStatic(modifiers)).as(type).isTrue();
        }
    }

    @Test
    void examples_are_short() throws Exception {
        try (Stream<Path> sources = Files.list(Programs.source("Hello").getParent())) {
            assertThat(sources.toList())
                    .allSatisfy(source -> assertThat(Programs.lines(source))
                            .as(source.getFileName().toString())
                            .hasSizeLessThan(LONGEST));
        }
    }
}

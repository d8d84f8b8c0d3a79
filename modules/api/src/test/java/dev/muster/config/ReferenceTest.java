package dev.muster.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceTest {

    private static final Path FOLDER = Path.of("../../config");

    @Test
    void the_reference_and_the_table_of_kinds_have_the_same_keys() {
        assertThat(Settings.defaults().keys()).containsExactlyInAnyOrderElementsOf(Keys.KINDS.keySet());
    }

    @Test
    void every_key_has_a_comment_and_says_that_it_is_a_default() {
        Settings defaults = Settings.defaults();

        assertThat(defaults.keys()).allSatisfy(key -> {
            assertThat(defaults.description(key)).endsWith(".");
            assertThat(defaults.origin(key)).matches("default \\(reference\\.conf: [0-9]+\\)");
        });
    }

    @Test
    void the_library_carries_the_very_file_that_people_read() throws IOException {
        try (InputStream packed = Settings.class.getResourceAsStream("/reference.conf")) {
            assertThat(new String(packed.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(Files.readString(FOLDER.resolve("reference.conf")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"laptop.conf", "processes.conf", "reference.conf"})
    void every_sample_is_valid(String sample) {
        Settings settings = Settings.load(new Sources(Map.of(), Map.of(), FOLDER), FOLDER.resolve(sample));

        assertThat(settings.toString()).contains(sample);
    }

    @Test
    void the_keys_of_an_order_are_known_and_of_one_comparable_type() {
        assertThat(Keys.ORDERS).allSatisfy(order -> {
            assertThat(Keys.KINDS).containsKeys(order.keys().toArray(String[]::new));
            assertThat(order.keys().stream()
                            .map(key -> Keys.KINDS.get(key).type())
                            .distinct())
                    .singleElement()
                    .satisfies(type -> assertThat(Comparable.class).isAssignableFrom(type));
            assertThat(order.keys().stream()
                            .map(key -> key.substring(0, key.lastIndexOf('.')))
                            .distinct())
                    .hasSize(1);
        });
    }

    @Test
    void no_retired_key_is_still_in_use() {
        assertThat(Keys.KINDS).doesNotContainKeys(Keys.RETIRED.keySet().toArray(String[]::new));
    }

    @Test
    void a_jar_that_lost_the_reference_is_told_what_happened() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new Catalogue(Keys.KINDS, List.of(), Map.of(), List.of()))
                .withMessageContaining("no default")
                .withMessageContaining("muster.client.inline-store")
                .withMessageContaining("reference.conf is not on the class path");
    }
}

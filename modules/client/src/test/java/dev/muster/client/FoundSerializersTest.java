package dev.muster.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.muster.error.ClusterException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoundSerializersTest {
    @TempDir
    private Path folder;

    @Test
    void a_serializer_on_the_class_path_serves_the_type_that_it_names() throws IOException {
        try (URLClassLoader loader = offering(OfTexts.class.getName())) {
            assertThat(FoundSerializers.with(Map.of(), loader)).isEqualTo(Map.of(List.class, OfTexts.class));
            assertThat(FoundSerializers.with(Map.of(List.class, Vague.class), loader))
                    .isEqualTo(Map.of(List.class, Vague.class));
        }
    }

    @Test
    void one_that_names_no_type_or_is_not_there_is_refused_with_the_file() throws IOException {
        try (URLClassLoader vague = offering(Vague.class.getName())) {
            assertThatExceptionOfType(ClusterException.class)
                    .isThrownBy(() -> FoundSerializers.with(Map.of(), vague))
                    .withMessageContaining("Vague")
                    .withMessageContaining("does not say for which type");
        }
        try (URLClassLoader missing = offering("not.There")) {
            assertThatExceptionOfType(ClusterException.class)
                    .isThrownBy(() -> FoundSerializers.with(Map.of(), missing))
                    .withMessageContaining("META-INF/services/dev.muster.client.ValueSerializer")
                    .withMessageContaining("not.There");
        }
    }

    private URLClassLoader offering(String name) throws IOException {
        Path services = Files.createDirectories(folder.resolve(name).resolve("META-INF/services"));
        Files.writeString(services.resolve(ValueSerializer.class.getName()), name);
        return new URLClassLoader(
                new URL[] {folder.resolve(name).toUri().toURL()}, FoundSerializersTest.class.getClassLoader());
    }

    /** Does nothing that matters here. */
    public abstract static class Base<T> {
        /** Writes nothing. */
        public void write(T value, DataOutput out) {}
    }

    /** Names its type. */
    public static final class OfTexts extends Base<List<String>> implements ValueSerializer<List<String>> {
        @Override
        public List<String> read(DataInput in) {
            return List.of();
        }
    }

    /** Has a variable for a type. */
    public static final class Vague<T> extends Base<T> implements ValueSerializer<T> {
        @Override
        public T read(DataInput in) throws IOException {
            throw new IOException("nothing was written");
        }
    }
}

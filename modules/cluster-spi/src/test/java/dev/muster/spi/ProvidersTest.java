package dev.muster.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.error.ClusterException;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvidersTest {
    @TempDir
    Path folder;

    @Test
    void a_provider_is_found_by_its_name() throws IOException {
        try (URLClassLoader loader = offering(Near.class, Far.class)) {
            assertThat(Providers.find("near", loader)).isExactlyInstanceOf(Near.class);
            assertThat(Providers.all(loader).keySet()).containsExactly("far", "near");
        }
    }

    @Test
    void an_unknown_name_is_refused_with_what_was_found() throws IOException {
        try (URLClassLoader loader = offering(Near.class, Far.class)) {
            assertThatThrownBy(() -> Providers.find("moon", loader))
                    .isInstanceOfSatisfying(
                            ClusterException.class, e -> assertThat(e.code()).isEqualTo(ClusterException.Code.CONFIG))
                    .hasMessageContaining("'moon'")
                    .hasMessageContaining("muster.cluster.type")
                    .hasMessageContaining("'far' (" + Far.class.getName() + "), 'near' (" + Near.class.getName() + ")")
                    .hasMessageContaining("Set muster.cluster.type to one of these");
        }
    }

    @Test
    void a_name_of_musters_own_that_is_missing_names_the_artifact_to_add() throws IOException {
        try (URLClassLoader loader = offering()) {
            assertThatThrownBy(() -> Providers.find("hazelcast", loader))
                    .hasMessageContaining("Found: none")
                    .hasMessageContaining("Add the artifact dev.muster:muster-hazelcast to the class path");
            assertThatThrownBy(() -> Providers.find("local", loader))
                    .hasMessageContaining("dev.muster:muster-cluster-local");
        }
    }

    @Test
    void two_providers_of_one_name_are_refused_naming_both() throws IOException {
        try (URLClassLoader loader = offering(Near.class, Twin.class)) {
            assertThatThrownBy(() -> Providers.find("near", loader))
                    .isInstanceOf(ClusterException.class)
                    .hasMessageContaining("Two kinds of cluster are named 'near'")
                    .hasMessageContaining(Near.class.getName())
                    .hasMessageContaining(Twin.class.getName());
        }
    }

    @Test
    void a_provider_that_cannot_be_made_is_refused_by_name() throws IOException {
        try (URLClassLoader loader = offering(Near.class, Broken.class)) {
            assertThatThrownBy(() -> Providers.find("near", loader))
                    .isInstanceOf(ClusterException.class)
                    .hasMessageContaining(Broken.class.getName())
                    .hasMessageContaining("'near'")
                    .hasCauseInstanceOf(java.util.ServiceConfigurationError.class);
        }
    }

    /** A class loader whose services file names these. */
    private URLClassLoader offering(Class<?>... providers) throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        StringBuilder names = new StringBuilder();
        for (Class<?> provider : providers) {
            names.append(provider.getName()).append('\n');
        }
        Files.writeString(services.resolve(ClusterProvider.class.getName()), names);
        return new URLClassLoader(new URL[] {url(folder)}, getClass().getClassLoader());
    }

    private static URL url(Path path) throws MalformedURLException {
        return path.toUri().toURL();
    }

    /** One kind. */
    public static class Near implements ClusterProvider {
        @Override
        public String name() {
            return "near";
        }

        @Override
        public ClusterNode open(ClusterSpec spec) {
            throw new ClusterException(ClusterException.Code.CONFIG, "not to be opened");
        }
    }

    /** Another. */
    public static final class Far extends Near {
        @Override
        public String name() {
            return "far";
        }
    }

    /** A second one of the first's name. */
    public static final class Twin extends Near {}

    /** One that cannot be made. */
    public static final class Broken extends Near {
        public Broken() {
            throw new IllegalStateException("no native library");
        }
    }
}

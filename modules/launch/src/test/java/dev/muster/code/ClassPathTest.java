package dev.muster.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassPathTest {
    @TempDir
    Path folder;

    private Path jar(String name, String classPath) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
        Path jar = folder.resolve(name);
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        return jar;
    }

    @Test
    void jars_bring_what_their_manifests_name_in_their_place_and_once() throws Exception {
        Path classes = Files.createDirectory(folder.resolve("with blank"));
        Path inner = jar("inner.jar", "with%20blank/ outer.jar");
        Path outer = jar("outer.jar", "inner.jar missing.jar http://example.org/x.jar :bad:");
        Path last = jar("last.jar", " ");
        assertThat(ClassPath.expand(List.of(outer, last, inner))).containsExactly(outer, inner, classes, last);
    }

    @Test
    void the_loaders_of_build_tools_are_seen_parents_first() throws Exception {
        Path first = jar("first.jar", "");
        Path second = jar("se cond.jar", "");
        try (URLClassLoader parent = new URLClassLoader(
                        new URL[] {first.toUri().toURL()}, getClass().getClassLoader());
                URLClassLoader child = new URLClassLoader(
                        new URL[] {new URL("file:" + second), first.toUri().toURL()}, parent)) {
            assertThat(ClassPath.seenFrom(child)).endsWith(first, second).doesNotHaveDuplicates();
        }
    }

    @Test
    void what_is_no_jar_is_kept_as_it_is_and_what_is_missing_left_out() throws Exception {
        Path text = Files.writeString(folder.resolve("a.txt"), "no jar");
        assertThat(ClassPath.expand(List.of(text, folder.resolve("missing")))).containsExactly(text);
    }

    @Test
    void a_class_knows_its_jar_or_folder() {
        assertThat(ClassPath.of(getClass()))
                .hasValueSatisfying(place -> assertThat(place).isDirectory());
        assertThat(ClassPath.of(org.slf4j.Logger.class))
                .hasValueSatisfying(place -> assertThat(place).isRegularFile());
        assertThat(ClassPath.of(String.class)).isEmpty();
    }
}

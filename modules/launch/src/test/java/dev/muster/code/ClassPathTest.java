package dev.muster.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
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
            assertThat(ClassPath.seenFrom(child, new NestedJars(folder)))
                    .endsWith(first, second)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void what_is_no_jar_is_kept_as_it_is_and_what_is_missing_left_out() throws Exception {
        Path text = Files.writeString(folder.resolve("a.txt"), "no jar");
        assertThat(ClassPath.expand(List.of(text, folder.resolve("missing")))).containsExactly(text);
    }

    private Path jarOfJars() throws IOException {
        Path inner = jar("inner.jar", "");
        Path outer = folder.resolve("out er.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(outer))) {
            out.putNextEntry(new JarEntry("BOOT-INF/lib/inner.jar"));
            out.write(Files.readAllBytes(inner));
            out.putNextEntry(new JarEntry("BOOT-INF/classes/words.txt"));
            out.write("one".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        return outer;
    }

    @Test
    void jars_inside_a_jar_are_taken_out_once() throws Exception {
        Path outer = jarOfJars();
        NestedJars nested = new NestedJars(Files.createDirectory(folder.resolve("nested")));
        String place = outer.toUri().getRawPath();
        Path now = nested.file("jar:nested:" + place + "/!BOOT-INF/lib/inner.jar!/")
                .orElseThrow();
        assertThat(now).hasSameBinaryContentAs(folder.resolve("inner.jar")).hasParent(folder.resolve("nested"));
        assertThat(nested.file("jar:file:" + place + "!/BOOT-INF/lib/inner.jar!/"))
                .contains(now);
        try (Stream<Path> all = Files.list(folder.resolve("nested"))) {
            assertThat(all).containsExactly(now);
        }
    }

    @Test
    void classes_inside_a_jar_become_a_jar_of_their_own() throws Exception {
        Path outer = jarOfJars();
        NestedJars nested = new NestedJars(Files.createDirectory(folder.resolve("nested")));
        String place = outer.toUri().getRawPath();
        Path now = nested.file("jar:nested:" + place + "/!BOOT-INF/classes/!/").orElseThrow();
        assertThat(nested.file("jar:file:" + place + "!/BOOT-INF/classes!/")).contains(now);
        try (JarFile jar = new JarFile(now.toFile())) {
            assertThat(Collections.list(jar.entries()))
                    .extracting(JarEntry::getName)
                    .containsExactly("words.txt");
        }
    }

    @Test
    void what_is_not_inside_a_jar_is_not_taken_out() throws Exception {
        String place = jarOfJars().toUri().getRawPath();
        NestedJars nested = new NestedJars(folder);
        assertThat(nested.file("jar:file:" + place + "!/")).isEmpty();
        assertThat(nested.file("jar:file:" + place + "!/nothing/!/")).isEmpty();
        assertThat(nested.file("jar:nested:/no/such.jar/!lib/inner.jar!/")).isEmpty();
        assertThat(nested.file("file:" + place)).isEmpty();
    }

    @Test
    void a_class_knows_its_jar_or_folder() {
        assertThat(ClassPath.of(getClass(), new NestedJars(folder)))
                .hasValueSatisfying(place -> assertThat(place).isDirectory());
        assertThat(ClassPath.of(org.slf4j.Logger.class, new NestedJars(folder)))
                .hasValueSatisfying(place -> assertThat(place).isRegularFile());
        assertThat(ClassPath.of(String.class, new NestedJars(folder))).isEmpty();
    }
}

package dev.muster.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.error.ClusterException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserCodeTest {
    @TempDir
    Path folder;

    private Path classes;
    private Path packs;

    @BeforeEach
    void makeFolders() throws IOException {
        classes = Files.createDirectory(folder.resolve("classes"));
        packs = Files.createDirectory(folder.resolve("packs"));
    }

    private void compile(int answer) throws IOException {
        Path source = Files.writeString(
                folder.resolve("Job.java"),
                "public class Job { public static int answer() { return %d + new Object() { int more() { return 1; } }.more(); } }"
                        .formatted(answer));
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-d", classes.toString(), source.toString()))
                .isZero();
    }

    private static List<Path> listed(Path where) throws IOException {
        try (Stream<Path> files = Files.list(where)) {
            return files.toList();
        }
    }

    private UserCode code(Path... path) {
        return new UserCode(List.of(path), ContentHashes.inMemory(), packs);
    }

    private static int answer(ClassLoader loader) throws Exception {
        return (int) Class.forName("Job", true, loader).getMethod("answer").invoke(null);
    }

    @Test
    void a_folder_compiled_again_gets_a_new_loader_beside_the_old_one() throws Exception {
        UserCode code = code(classes);
        compile(10);
        CodeManifest before = code.manifest();
        try (CodeLoaders loaders = new CodeLoaders(getClass().getClassLoader());
                CodeLoaders.Lease old = loaders.lease(before)) {
            compile(20);
            CodeManifest after = code.manifest();
            assertThat(after).isNotEqualTo(before);
            try (CodeLoaders.Lease young = loaders.lease(after)) {
                // The old loader has loaded nothing yet, and must still find what was there when it was described.
                assertThat(answer(old.loader())).isEqualTo(11);
                assertThat(answer(young.loader())).isEqualTo(21);
            }
        }
    }

    @Test
    void an_unchanged_class_path_has_the_same_manifest_and_one_loader() throws Exception {
        UserCode code = code(classes);
        compile(1);
        try (CodeLoaders loaders = new CodeLoaders(getClass().getClassLoader())) {
            CodeLoaders.Lease first = loaders.lease(code.manifest());
            CodeLoaders.Lease second = loaders.lease(code.manifest());
            assertThat(first.loader()).isSameAs(second.loader());
            first.close();
            first.close();
            assertThat(loaders.size()).isEqualTo(1);
            second.close();
            assertThat(loaders.size()).isZero();
        }
        assertThat(listed(packs)).hasSize(1);
    }

    @Test
    void the_same_content_elsewhere_is_the_same_code() throws Exception {
        compile(1);
        Path copy = Files.createDirectory(folder.resolve("copy"));
        for (Path file : listed(classes)) {
            Files.copy(file, copy.resolve(file.getFileName()));
        }
        assertThat(code(copy).manifest()).isEqualTo(code(classes).manifest());
    }

    @Test
    void a_changed_resource_is_other_code() throws Exception {
        compile(1);
        Path resource = Files.writeString(classes.resolve("words.txt"), "one");
        CodeManifest before = code(classes).manifest();
        Files.writeString(resource, "three");
        assertThat(code(classes).manifest()).isNotEqualTo(before);
    }

    @Test
    void folders_that_cannot_hold_packages_are_passed_over() throws Exception {
        compile(1);
        CodeManifest before = code(classes).manifest();
        Files.writeString(
                Files.createDirectories(classes.resolve(".git/objects")).resolve("1"), "x");
        Files.writeString(
                Files.createDirectories(classes.resolve("not-a-package")).resolve("A.class"), "x");
        assertThat(code(classes).manifest()).isEqualTo(before);
        Files.writeString(
                Files.createDirectories(classes.resolve("META-INF/services")).resolve("a.B"), "x");
        assertThat(code(classes).manifest()).isNotEqualTo(before);
    }

    @Test
    void the_class_files_of_modules_below_a_project_folder_do_not_count() throws Exception {
        compile(1);
        // What "." is for somebody who stands in a project's folder.
        CodeManifest project = code(folder).manifest();
        assertThat(project.roots().get(0).jar()).isEmpty();
        assertThat(code(classes).manifest().roots().get(0).jar()).isPresent();
    }

    @Test
    void a_packed_folder_is_found_again_by_the_next_program() throws Exception {
        compile(1);
        Path jar = code(classes).manifest().roots().get(0).jar().orElseThrow();
        byte[] mark = {'P', 'K', 5, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        Files.write(jar, mark);
        assertThat(code(classes).manifest().roots().get(0).jar()).contains(jar);
        assertThat(jar).hasBinaryContent(mark);
    }

    @Test
    void resources_and_classes_come_from_one_loader() throws Exception {
        compile(1);
        Files.writeString(classes.resolve("words.txt"), "one");
        try (CodeLoaders loaders = new CodeLoaders(getClass().getClassLoader());
                CodeLoaders.Lease lease = loaders.lease(code(classes).manifest())) {
            assertThat(lease.loader().getResource("words.txt"))
                    .isEqualTo(classes.resolve("words.txt").toUri().toURL());
            assertThat(lease.loader().getResource("Job.class").toString()).contains("/packs/code-");
        }
    }

    @Test
    void musters_own_classes_are_visible_once() throws Exception {
        List<Path> path = ClassPath.seenFrom(getClass().getClassLoader(), new NestedJars(packs));
        try (CodeLoaders loaders = new CodeLoaders(getClass().getClassLoader());
                CodeLoaders.Lease lease =
                        loaders.lease(code(path.toArray(Path[]::new)).manifest())) {
            assertThat(lease.loader().loadClass(ClusterException.class.getName()))
                    .isSameAs(ClusterException.class);
            assertThat(lease.loader().loadClass("java.sql.Driver").getClassLoader())
                    .isSameAs(ClassLoader.getPlatformClassLoader());
            Class<?> logger = lease.loader().loadClass("org.slf4j.Logger");
            assertThat(logger).isNotSameAs(org.slf4j.Logger.class);
            assertThat(logger.getClassLoader()).isSameAs(lease.loader());
        }
    }

    @Test
    void a_jar_that_was_replaced_is_refused_with_both_sizes() throws Exception {
        Path jar = folder.resolve("lib.jar");
        writeJar(jar, "a.txt", "one");
        CodeManifest manifest = code(jar).manifest();
        writeJar(jar, "a.txt", "many more bytes than before, and others");
        Files.setLastModifiedTime(jar, FileTime.fromMillis(0));
        try (CodeLoaders loaders = new CodeLoaders(getClass().getClassLoader())) {
            assertThatThrownBy(() -> loaders.lease(manifest))
                    .isInstanceOf(ClusterException.class)
                    .hasMessageContaining("lib.jar was replaced");
        }
        assertThat(code(jar).manifest()).isNotEqualTo(manifest);
    }

    private static void writeJar(Path jar, String name, String text) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry(name));
            out.write(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
    }

    @Test
    void a_manifest_survives_the_wire() throws Exception {
        compile(1);
        CodeManifest manifest = code(classes).manifest().inState("a state");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        manifest.writeTo(new DataOutputStream(bytes));
        CodeManifest read = CodeManifest.readFrom(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        assertThat(read).isEqualTo(manifest);
        assertThat(read.roots()).isEqualTo(manifest.roots());
        assertThat(read.state()).isEqualTo("a state");
        assertThat(manifest.classPath()).isNotEqualTo(manifest);
    }

    @Test
    void states_have_loaders_of_their_own_above_one_class_path() throws Exception {
        compile(1);
        CodeManifest path = code(classes).manifest();
        try (CodeLoaders loaders = new CodeLoaders(getClass().getClassLoader())) {
            CodeLoaders.Lease one = loaders.lease(path.inState("n=1"));
            CodeLoaders.Lease two = loaders.lease(path.inState("n=2"));
            assertThat(one.loader()).isNotSameAs(two.loader());
            assertThat(one.loader().loadClass("Job")).isSameAs(two.loader().loadClass("Job"));
            assertThat(loaders.size()).isEqualTo(3);
            one.close();
            two.close();
            assertThat(loaders.size()).isZero();
        }
    }
}

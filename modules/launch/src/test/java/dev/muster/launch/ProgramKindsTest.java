package dev.muster.launch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.code.ClassPath;
import dev.muster.code.NestedJars;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.loader.launch.JarLauncher;

/** The ways in which people start programs, each as a real one: a task with a captured value reaches a worker in all. */
@Tag("slow")
class ProgramKindsTest {
    private static final String SOURCE = """
            public class Program {
                static int base() { return 40; }

                record Inner(int base) {
                    int plus(int more) { return base + more; }
                }

                public static void main(String[] folders) throws Exception {
                    int more = 2;
                    dev.muster.launch.Probe.run(() -> new Inner(base()).plus(more), folders);
                }
            }
            """;

    private static final String SNIPPETS = """
            import dev.muster.launch.Probe
            int n = 41
            int twice(int x) { return x * n; }
            record Point(int x) { int shifted() { return x + n; } }
            Thread cannotTravel = Thread.currentThread()
            String here = cannotTravel.getName()
            Probe.run(() -> n + 1, "TEMPORARY", "CACHE")
            n = 2
            Probe.run(() -> twice(10) + new Point(20).shifted(), "TEMPORARY", "CACHE")
            /exit
            """;

    @TempDir
    static Path shared;

    @TempDir
    Path root;

    private Path folder;

    @BeforeEach
    void workWhereNamesAreOdd() throws IOException {
        folder = Files.createDirectory(root.resolve("Ordner mit Blank"));
    }

    @AfterEach
    void nothingIsLeft() {
        Places.noChildIsLeft();
        assertThat(folder.resolve("temporary")).doesNotExist();
    }

    /** What a user has on the class path: Muster, its libraries, and here the worker's program and the probe. */
    private static List<Path> muster() {
        return Stream.of(
                        WorkerMain.class,
                        Probe.class,
                        dev.muster.error.ClusterException.class,
                        org.slf4j.Logger.class,
                        org.assertj.core.api.Assertions.class,
                        org.awaitility.Awaitility.class,
                        org.hamcrest.Matcher.class)
                .map(ProgramKindsTest::place)
                .toList();
    }

    private static Path place(Class<?> type) {
        return ClassPath.of(type, new NestedJars(Path.of("nowhere"))).orElseThrow();
    }

    private static String joined(List<Path> paths) {
        return paths.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    private List<String> output(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return text.lines().filter(line -> !line.startsWith("SLF4J")).toList();
    }

    private List<String> started(String... start) throws Exception {
        List<String> command = new ArrayList<>(List.of(tool("java"), "-XX:-UsePerfData", "-Xmx128m"));
        command.addAll(List.of(start));
        command.add(folder.resolve("temporary").toString());
        command.add(shared.resolve("cache").toString());
        return output(command.toArray(String[]::new));
    }

    private Path compiled() throws IOException {
        Path source = Files.writeString(folder.resolve("Program.java"), SOURCE);
        Path classes = Files.createDirectory(folder.resolve("meine Klassen"));
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-cp", joined(muster()), "-d", classes.toString(), source.toString()))
                .isZero();
        return classes;
    }

    @Test
    void class_folders_as_an_ide_has_them() throws Exception {
        List<Path> path = new ArrayList<>(List.of(compiled()));
        path.addAll(muster());
        assertThat(started("-cp", joined(path), "Program")).contains("answer 42", "by muster-user-code");
    }

    @Test
    void a_jar_with_nothing_but_a_class_path_in_its_manifest() throws Exception {
        List<Path> path = new ArrayList<>(List.of(compiled()));
        path.addAll(muster());
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes()
                .put(
                        Attributes.Name.CLASS_PATH,
                        path.stream().map(each -> each.toUri().toString()).collect(Collectors.joining(" ")));
        Path jar = folder.resolve("only a manifest.jar");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        assertThat(started("-cp", jar.toString(), "Program")).contains("answer 42", "by muster-user-code");
    }

    @Test
    void one_big_jar_with_everything_in_it() throws Exception {
        Path jar = folder.resolve("everything.jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "Program");
        List<Path> path = new ArrayList<>(List.of(compiled()));
        path.addAll(muster());
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            out.setLevel(0);
            Set<String> seen = new HashSet<>();
            for (Path place : path) {
                add(place, out, seen);
            }
        }
        assertThat(started("-jar", jar.toString())).contains("answer 42", "by muster-user-code");
    }

    private static void add(Path place, JarOutputStream out, Set<String> seen) throws IOException {
        if (Files.isDirectory(place)) {
            try (Stream<Path> all = Files.walk(place)) {
                for (Path file : all.filter(Files::isRegularFile).toList()) {
                    String name = place.relativize(file).toString().replace('\\', '/');
                    add(name, Files.readAllBytes(file), out, seen);
                }
            }
            return;
        }
        try (JarFile jar = new JarFile(place.toFile())) {
            for (JarEntry entry : Collections.list(jar.entries())) {
                if (!entry.isDirectory()) {
                    add(entry.getName(), jar.getInputStream(entry).readAllBytes(), out, seen);
                }
            }
        }
    }

    private static void add(String name, byte[] content, JarOutputStream out, Set<String> seen) throws IOException {
        if (!name.equals(JarFile.MANIFEST_NAME) && seen.add(name)) {
            out.putNextEntry(new JarEntry(name));
            out.write(content);
        }
    }

    /** What the plug-in of Spring Boot makes: its loader at the root, and jars inside, which are not compressed. */
    @Test
    void a_jar_with_jars_inside() throws Exception {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.put(Attributes.Name.MAIN_CLASS, JarLauncher.class.getName());
        main.putValue("Start-Class", "Program");
        main.putValue("Spring-Boot-Classes", "BOOT-INF/classes/");
        main.putValue("Spring-Boot-Lib", "BOOT-INF/lib/");
        Path jar = folder.resolve("jar of jars.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            Set<String> seen = new HashSet<>();
            add(place(JarLauncher.class), out, seen);
            Path program = compiled().resolve("Program.class");
            for (String directory : List.of("BOOT-INF/", "BOOT-INF/classes/", "BOOT-INF/lib/")) {
                out.putNextEntry(new JarEntry(directory));
            }
            add("BOOT-INF/classes/Program.class", Files.readAllBytes(program), out, seen);
            Path inner = program.resolveSibling("Program$Inner.class");
            add("BOOT-INF/classes/Program$Inner.class", Files.readAllBytes(inner), out, seen);
            out.setMethod(ZipOutputStream.STORED);
            int count = 0;
            for (Path each : muster()) {
                store(
                        "BOOT-INF/lib/" + count++ + ".jar",
                        Files.isDirectory(each) ? packed(each) : Files.readAllBytes(each),
                        out);
            }
        }
        assertThat(started("-jar", jar.toString())).contains("answer 42", "by muster-user-code");
    }

    private static byte[] packed(Path classes) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream out = new JarOutputStream(bytes)) {
            add(classes, out, new HashSet<>());
        }
        return bytes.toByteArray();
    }

    private static void store(String name, byte[] content, JarOutputStream out) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(content);
        JarEntry entry = new JarEntry(name);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        out.putNextEntry(entry);
        out.write(content);
    }

    @Test
    void a_source_file_whose_classes_exist_in_memory_only() throws Exception {
        Path source = Files.writeString(folder.resolve("Program.java"), SOURCE);
        assertThat(started("-cp", joined(muster()), source.toString())).contains("answer 42", "by muster-memory");
    }

    private List<String> snippets(String... options) throws Exception {
        Path script = Files.writeString(
                folder.resolve("script.jsh"),
                SNIPPETS.replace("TEMPORARY", folder.resolve("temporary").toString())
                        .replace("CACHE", shared.resolve("cache").toString()));
        List<String> command = new ArrayList<>(List.of(tool("jshell")));
        command.addAll(List.of(options));
        command.addAll(List.of("-s", script.toString()));
        return output(command.toArray(String[]::new));
    }

    /** Here {@code --class-path} alone is for the compiler only: on some JDKs the tool's own JVM has to have it, too. */
    @Test
    void jshell_in_its_own_process() throws Exception {
        String path = joined(muster());
        assertThat(snippets("--class-path", path, "-J-cp", "-J" + path, "--execution", "local"))
                .containsSubsequence("answer 42", "by muster-memory", "answer 42", "by muster-memory")
                .doesNotContain("answer 2");
    }

    @Test
    void jshell_with_a_process_of_its_own_for_snippets() throws Exception {
        assertThat(snippets("--class-path", joined(muster())))
                .containsSubsequence("answer 42", "by muster-memory", "answer 42", "by muster-memory");
    }
}

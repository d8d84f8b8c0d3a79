package dev.muster.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.code.ClassPath;
import dev.muster.code.NestedJars;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Where the tests' files are, and how the worker is told what to do. */
final class Places {
    private Places() {}

    static LauncherOptions options(Path temporary, Path cache) {
        return LauncherOptions.of(EchoProgram.class).folders(new LaunchFolders(temporary, cache));
    }

    /** The settings of a worker that does something with a text. */
    static byte[] doing(String what, String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeUTF(what);
        out.writeUTF(text);
        return bytes.toByteArray();
    }

    /** The settings of a worker that does something with a number. */
    static byte[] doing(String what, int number) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeUTF(what);
        out.writeInt(number);
        return bytes.toByteArray();
    }

    /** Compiles one class whose method {@code answer} returns a number. */
    static Path compile(Path folder, String name, int answer) throws IOException {
        Files.createDirectories(folder);
        Path source = folder.resolveSibling(name + ".java");
        Files.writeString(
                source, "public class %s { public static int answer() { return %d; } }".formatted(name, answer));
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-d", folder.toString(), source.toString()))
                .isZero();
        return folder;
    }

    static List<Path> below(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.sorted().toList();
        }
    }

    /** JDKs of this machine that do not run the tests, one for each version. */
    static List<Path> otherJavas() throws IOException {
        Map<Integer, Path> homes = new TreeMap<>();
        for (Path home : below(Path.of("/usr/lib/jvm"))) {
            if (Files.isExecutable(home.resolve("bin/java"))) {
                JavaInstallation found = JavaInstallation.firstOf(List.of(home));
                if (found.version() >= JavaInstallation.OLDEST
                        && found.version() != Runtime.version().feature()) {
                    homes.put(found.version(), home);
                }
            }
        }
        return List.copyOf(homes.values());
    }

    /** The tests' class path as a JVM's option, whatever form this JVM was given it in. */
    static String classPath() {
        return ClassPath.seenFrom(Places.class.getClassLoader(), new NestedJars(Path.of("nowhere"))).stream()
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    static void noChildIsLeft() {
        assertThat(ProcessHandle.current().children()).isEmpty();
    }
}

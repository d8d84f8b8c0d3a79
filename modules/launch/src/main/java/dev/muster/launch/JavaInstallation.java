package dev.muster.launch;

import dev.muster.error.ClusterException;
import dev.muster.error.ClusterException.Code;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A Java that workers can run on. Immutable.
 *
 * @param executable the {@code java} command
 * @param home the folder it belongs to
 * @param version its feature version, such as 17
 */
record JavaInstallation(Path executable, Path home, int version) {
    static final int OLDEST = 17;

    /**
     * The Java of this JVM; where that one has no {@code java} command (an image made for one program), the one that
     * JAVA_HOME names, or the first on the PATH.
     *
     * @throws ClusterException with code CONFIG if there is none
     */
    static JavaInstallation running() {
        List<Path> homes = new ArrayList<>();
        homes.add(Path.of(System.getProperty("java.home")));
        Optional.ofNullable(System.getenv("JAVA_HOME"))
                .filter(home -> !home.isBlank())
                .map(Path::of)
                .ifPresent(homes::add);
        for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            if (Files.isExecutable(Path.of(folder).resolve(command()))) {
                homes.add(realHome(Path.of(folder).resolve(command())));
            }
        }
        return firstOf(homes);
    }

    static JavaInstallation firstOf(List<Path> homes) {
        for (Path home : homes) {
            Path executable = home.resolve("bin").resolve(command());
            if (Files.isExecutable(executable)) {
                return new JavaInstallation(executable, home, versionOf(home));
            }
        }
        throw new ClusterException(
                Code.CONFIG,
                "No java command to start workers with was found; looked in bin below %s. Set JAVA_HOME to a JDK or JRE of version %d or later."
                        .formatted(homes, OLDEST));
    }

    /**
     * The Java of a given home.
     *
     * @throws ClusterException with code CONFIG if there is none, or it is older than 17
     */
    static JavaInstallation at(Path home) {
        JavaInstallation found = firstOf(List.of(home));
        if (found.version < OLDEST) {
            throw new ClusterException(
                    Code.CONFIG,
                    "The Java in %s has version %d; workers need %d or later.".formatted(home, found.version, OLDEST));
        }
        return found;
    }

    private static int versionOf(Path home) {
        try {
            for (String line : Files.readAllLines(home.resolve("release"))) {
                if (line.startsWith("JAVA_VERSION=")) {
                    return Runtime.Version.parse(
                                    line.substring(13).replace("\"", "").strip())
                            .feature();
                }
            }
        } catch (IOException | IllegalArgumentException unknown) {
            // falls through: a distribution that left the file out, most likely this JVM's own
        }
        return Runtime.version().feature();
    }

    private static Path realHome(Path executable) {
        try {
            Path bin = executable.toRealPath().getParent();
            Path home = bin == null ? null : bin.getParent();
            return home == null ? executable : home;
        } catch (IOException e) {
            return executable;
        }
    }

    private static String command() {
        return File.separatorChar == '\\' ? "java.exe" : "java";
    }

    /** What an archive depends on: another build of the same version must not use it. */
    String fingerprint() {
        StringBuilder text = new StringBuilder(home.toString());
        for (String part : List.of("release", "lib/modules", "lib/server/libjvm.so", "lib/server/classes.jsa")) {
            Path file = home.resolve(part);
            try {
                text.append(' ').append(Files.size(file)).append(' ').append(Files.getLastModifiedTime(file));
            } catch (IOException absent) {
                text.append(" -");
            }
        }
        return text.toString();
    }
}

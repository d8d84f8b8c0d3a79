package dev.muster.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The options that a worker JVM gets, by its version. Stateless. */
final class JvmFlags {
    private static final Path HUGE_PAGES = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");
    private static final int KNOWS_UNSAFE_ACCESS = 23;
    private static final int KNOWS_NATIVE_ACCESS = 22;

    private JvmFlags() {}

    /** For a worker; the user's own come last and win. */
    static List<String> of(LaunchSpec spec, JavaInstallation java, Path folder, Optional<Path> archive) {
        List<String> flags = new ArrayList<>(common(java));
        archive.ifPresent(file -> {
            flags.add("-Xshare:auto"); // one that does not fit is passed over
            flags.add("-XX:SharedArchiveFile=" + file);
        });
        if (spec.memory() > 0) {
            flags.add("-Xmx" + Math.max(spec.memory() / 10 * 7, 8L << 20));
            flags.add("-XX:MaxDirectMemorySize=" + Math.max(spec.memory() / 10, 4L << 20));
        }
        int processors = Math.max(2, spec.threads());
        flags.add("-XX:ActiveProcessorCount=" + processors);
        // With a parallelism of 1 the common pool is not used at all: each stage of a CompletableFuture starts a
        // thread.
        flags.add("-Djava.util.concurrent.ForkJoinPool.common.parallelism=" + processors);
        flags.add("-XX:+ExitOnOutOfMemoryError");
        flags.add("-XX:ErrorFile=" + folder.resolve("hs_err_pid%p.log"));
        if (hugePagesByRequest()) {
            flags.add("-XX:+UseTransparentHugePages");
        }
        flags.addAll(spec.jvmArguments());
        return flags;
    }

    /** For a worker and for the rehearsal whose classes are archived. */
    static List<String> common(JavaInstallation java) {
        List<String> flags = new ArrayList<>();
        flags.add("-XX:-UsePerfData"); // its file would outlive a kill, and it costs start-up time
        // The JVM's own warnings go to the error stream, but what it thinks of an archive interests nobody.
        flags.add("-Xlog:disable");
        flags.add("-Xlog:all=warning,cds*=off:stderr");
        flags.add("-Dsun.stdout.encoding=UTF-8");
        flags.add("-Dsun.stderr.encoding=UTF-8");
        flags.add("-Dstdout.encoding=UTF-8");
        flags.add("-Dstderr.encoding=UTF-8");
        flags.add("--add-opens=java.base/java.lang.invoke=ALL-UNNAMED");
        if (java.version() >= KNOWS_UNSAFE_ACCESS) {
            flags.add("--sun-misc-unsafe-memory-access=allow");
        }
        if (java.version() >= KNOWS_NATIVE_ACCESS) {
            flags.add("--enable-native-access=ALL-UNNAMED");
        }
        return flags;
    }

    /** Asking for huge pages where there are none prints a warning in every worker. */
    private static boolean hugePagesByRequest() {
        try {
            String enabled = Files.readString(HUGE_PAGES);
            return enabled.contains("[madvise]") || enabled.contains("[always]");
        } catch (IOException notLinux) {
            return false;
        }
    }
}

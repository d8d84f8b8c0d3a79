package dev.muster.cli;

import dev.muster.cluster.WorkerInfo;
import dev.muster.config.DataSize;
import dev.muster.config.Settings;
import dev.muster.spi.ClusterNode;
import dev.muster.spi.ClusterProvider;
import dev.muster.spi.ClusterSpec;
import dev.muster.spi.Providers;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says where Muster would run. Used by one thread. */
@Command(
        name = "info",
        description = "Say what this machine has, which kinds of cluster are there, and how big one would be.",
        mixinStandardHelpOptions = true)
final class InfoCommand implements Runnable {

    private static final String LOCAL = "local";

    @Spec
    @SuppressWarnings("NullAway.Init") // filled by picocli before anything runs
    private CommandSpec spec;

    @Override
    public void run() {
        Settings settings = Settings.load();
        Map<String, ClusterProvider> providers = Providers.all(InfoCommand.class.getClassLoader());
        line("Muster", Version.text());
        line(
                "Java",
                System.getProperty("java.runtime.version") + ", " + System.getProperty("java.vm.name") + ", in "
                        + System.getProperty("java.home"));
        line(
                "Machine",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                        + System.getProperty("os.arch"));
        line("CPUs", Runtime.getRuntime().availableProcessors() + " that this process may use");
        line("Memory", memory());
        line("Clusters", providers.isEmpty() ? "none" : String.join(", ", providers.keySet()));
        line("Chosen", settings.value("muster.cluster.type") + " (" + settings.origin("muster.cluster.type") + ")");
        ClusterProvider local = providers.get(LOCAL);
        if (local != null) {
            line("Local", size(local, settings));
        }
    }

    private void line(String name, String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%-10s%s%n", name, text);
    }

    private static String memory() {
        String heap = new DataSize(Runtime.getRuntime().maxMemory()).approximate() + " at most for Java's heap";
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        return system instanceof com.sun.management.OperatingSystemMXBean known
                ? new DataSize(known.getTotalMemorySize()).approximate() + ", " + heap
                : heap;
    }

    /** How big it would be, learnt by opening one: only it knows its rule. */
    private static String size(ClusterProvider local, Settings settings) {
        try (ClusterNode cluster = local.open(new ClusterSpec("", settings))) {
            List<WorkerInfo> workers = cluster.workers();
            @Nullable WorkerInfo first = workers.isEmpty() ? null : workers.get(0);
            if (first == null) {
                return "no workers";
            }
            String limit = first.memoryBytes() == 0
                    ? "no memory limit"
                    : new DataSize(first.memoryBytes()).approximate() + " each";
            return counted(workers.size(), "worker") + " x " + counted(first.threads(), "thread") + ", " + limit;
        }
    }

    private static String counted(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}

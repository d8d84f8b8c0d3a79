package dev.muster.launch;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One worker JVM, from its start to its end. Thread-safe; made by {@link Launcher#launch}.
 *
 * <p>Three sleeping threads belong to it while it lives: one that waits for its end, and one for each stream it prints
 * to.
 */
public final class WorkerProcess {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerProcess.class);
    private static final long LAST_LINES_MILLIS = 500;
    private static final long STACK_BYTES = 512 * 1024;
    private static final int KILLED = 128 + 9;

    private final LaunchSpec spec;
    private final Path folder;
    private final Process process;
    private final ProcessListener listener;
    private final Optional<CacheFolder> cache;
    private final WorkerOutput output;
    private final long started = System.nanoTime();
    private final List<Long> memoryKills;
    private final CompletableFuture<StartMessage> message = new CompletableFuture<>();
    private final CompletableFuture<DeathReport> death = new CompletableFuture<>();
    private volatile boolean asked;
    private volatile boolean handedOver;

    WorkerProcess(
            LaunchSpec spec,
            Path folder,
            Process process,
            ProcessListener listener,
            OutputLimits limits,
            Optional<CacheFolder> cache) {
        this.spec = spec;
        this.folder = folder;
        this.process = process;
        this.listener = listener;
        this.cache = cache;
        this.output = new WorkerOutput(limits, this::pass);
        this.memoryKills = MemoryKills.ofThisSystem().count();
    }

    /** Starts the threads that watch it; {@code whenGone} hears of its end before anybody else. */
    void watch(Consumer<WorkerProcess> whenGone) {
        Thread out = daemon("out", () -> output.read(WorkerOutput.Stream.OUT, process.getInputStream()));
        Thread error = daemon("error", () -> output.read(WorkerOutput.Stream.ERROR, process.getErrorStream()));
        // Not Process.onExit: that one completes on the common pool, which users may keep busy for minutes.
        daemon("life", () -> {
            handOver();
            DeathReport report = ended(awaitExit(), out, error);
            whenGone.accept(this);
            death.complete(report);
        });
    }

    private Thread daemon(String what, Runnable task) {
        Thread thread = new Thread(null, task, "muster-" + what + "-" + spec.name(), STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void handOver() {
        try {
            // Not to be closed here: its end would be the worker's.
            message.join().writeTo(new DataOutputStream(process.getOutputStream()));
            handedOver = true;
            if (asked) {
                closeInput();
            }
        } catch (IOException | CancellationException gone) {
            closeInput();
        }
    }

    /** Blocks for as long as somebody writes to it; so only once nobody does. */
    private void closeInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException gone) {
            // there is nobody at the other end any more
        }
    }

    private int awaitExit() {
        while (true) {
            try {
                return process.waitFor();
            } catch (InterruptedException ours) {
                // a thread that nobody knows is interrupted by nobody; and the worker's end must be told
            }
        }
    }

    /** Gives it the code it waits for. */
    void begin(StartMessage start) {
        message.complete(start);
    }

    private void pass(WorkerOutput.Stream stream, String line) {
        try {
            if (stream == WorkerOutput.Stream.OUT) {
                listener.printed(this, line);
            } else {
                listener.complained(this, line);
            }
        } catch (RuntimeException | Error e) { // even then the worker must not block, nor its end go untold
            LOG.warn("A listener failed on a line of worker {}", spec.name(), e);
        }
    }

    private DeathReport ended(int exitCode, Thread out, Thread error) {
        awaitLastLines(out, error);
        output.end();
        boolean unexplained = exitCode == KILLED && !asked;
        OutOfMemory verdict = unexplained ? MemoryKills.ofThisSystem().verdict(pid(), memoryKills) : OutOfMemory.NO;
        DeathReport report = new DeathReport(
                spec.name(),
                pid(),
                exitCode,
                asked,
                verdict,
                output.last(),
                crashLog(),
                Duration.ofNanos(System.nanoTime() - started));
        PrivateFolder.delete(folder);
        try {
            listener.ended(this, report);
        } catch (RuntimeException | Error e) { // even then the worker must not block, nor its end go untold
            LOG.warn("A listener failed on the end of worker {}", spec.name(), e);
        }
        return report;
    }

    /** A process that the worker started, and that outlives it, keeps its streams open: wait, but not for ever. */
    private static void awaitLastLines(Thread... readers) {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LAST_LINES_MILLIS);
        try {
            for (Thread reader : readers) {
                // never 0, which would be for ever
                reader.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<Path> crashLog() {
        try (DirectoryStream<Path> logs = Files.newDirectoryStream(folder, "hs_err_pid*.log")) {
            for (Path log : logs) {
                return Optional.of(cache.isPresent() ? cache.get().keepCrash(log) : log);
            }
        } catch (IOException e) {
            LOG.debug("The crash log of worker {} cannot be kept", spec.name(), e);
        }
        return Optional.empty();
    }

    /** What it was launched as. */
    public LaunchSpec spec() {
        return spec;
    }

    /** Its name, as in its spec. */
    public String name() {
        return spec.name();
    }

    /** Its process number. */
    public long pid() {
        return process.pid();
    }

    /** Its private folder, where its sockets may lie; deleted at its end. */
    public Path folder() {
        return folder;
    }

    /** Whether the process is there. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** What it printed last, oldest line first. */
    public List<String> lastLines() {
        return output.last();
    }

    /** Completes with its end, after the listener was told. A copy: completing it changes nothing. */
    public CompletableFuture<DeathReport> onExit() {
        return death.copy();
    }

    /** Tells it to end: closes its standard input. It does so within two seconds, unless it is stopped. Never blocks. */
    public void end() {
        asked = true;
        message.cancel(false);
        if (handedOver) {
            closeInput();
        }
    }

    /** Ends it at once, and nothing in it can do anything about it. Never blocks. */
    public void kill() {
        asked = true;
        // Not Process.destroyForcibly, which also closes the streams, and so loses the last lines.
        process.toHandle().destroyForcibly();
        message.cancel(false);
    }

    @Override
    public String toString() {
        return "WorkerProcess(" + spec.name() + ", pid=" + pid() + ")";
    }
}

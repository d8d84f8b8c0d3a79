package dev.muster.launch;

import dev.muster.code.ClassPath;
import dev.muster.code.CodeManifest;
import dev.muster.code.ContentHashes;
import dev.muster.code.NestedJars;
import dev.muster.code.UserCode;
import dev.muster.error.ClusterException;
import dev.muster.error.ClusterException.Code;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts worker JVMs on this machine and sees to it that they end. Thread-safe.
 *
 * <p>A worker boots on Muster's own jars only, with a start-up archive of their classes, and loads the user's class path
 * in a loader of its own: so the archive serves every program, and no version of a library clashes. The archive is made
 * in the background of the first launch, by a JVM of its own, and kept for later ones.
 *
 * <p>Workers end with this process, however it ends, and {@link #close} leaves no process and no file; what a killed
 * process had to leave is swept by the next launcher.
 */
public final class Launcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Launcher.class);
    private static final Duration POLITE = Duration.ofSeconds(2);
    private static final Duration AFTER_KILL = Duration.ofSeconds(5);
    private static final Duration ARCHIVE = Duration.ofSeconds(5);

    private final LauncherOptions options;
    private final JavaInstallation java;
    private final RunFolder run;
    private final Optional<CacheFolder> cache;
    private final UserCode userCode;
    private final String classPath;
    private final Optional<StartupArchive> archive;
    private final ArchiveRehearsal rehearsal;
    private final Set<WorkerProcess> alive = ConcurrentHashMap.newKeySet();
    private final Set<Thread> archiving = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();

    private Launcher(LauncherOptions options) {
        this.options = options;
        this.java = options.java().map(JavaInstallation::at).orElseGet(JavaInstallation::running);
        this.run = RunFolder.below(options.folders().temporary());
        try {
            this.cache = CacheFolder.at(options.folders().cache());
            ContentHashes hashes = cache.map(CacheFolder::hashes).orElseGet(ContentHashes::inMemory);
            NestedJars nested = new NestedJars(cache.map(CacheFolder::nested).orElse(run.path()));
            List<Path> user = options.userPath().orElseGet(() -> ClassPath.seenFrom(options.userLoader(), nested));
            this.userCode = new UserCode(
                    options.flatClassPath() ? List.of() : user,
                    hashes,
                    cache.map(CacheFolder::code).orElse(run.path()));
            List<Path> boot =
                    BootPath.of(options.anchors(), cache.map(CacheFolder::boot).orElse(run.path()), hashes, nested);
            String bootPath = joined(boot);
            this.classPath = options.flatClassPath()
                    ? joined(Stream.concat(boot.stream(), user.stream()).toList())
                    : bootPath;
            String program = options.program().getName();
            this.archive =
                    cache.map(folder -> new StartupArchive(folder.archives(), StartupArchive.key(java, boot, program)));
            this.rehearsal = new ArchiveRehearsal(java, bootPath, program, run.path());
        } catch (RuntimeException e) {
            run.close();
            throw e;
        }
    }

    /**
     * Makes folders, sweeps those of dead programs and finds out what workers boot on. Starts nothing yet.
     *
     * @throws ClusterException with code CONFIG if there is no Java, no folder that can be written, or Muster was not
     *     loaded from files
     */
    public static Launcher open(LauncherOptions options) {
        Launcher launcher = new Launcher(options);
        if (options.shutdownHook()) {
            try {
                OpenLaunchers.add(launcher);
            } catch (IllegalStateException ending) {
                launcher.close();
                throw new ClusterException(Code.CLOSED, "This JVM is ending and starts no workers any more.", ending);
            }
        }
        return launcher;
    }

    /**
     * Starts workers, all at once, and returns without waiting for their programs. One that cannot start, because of a
     * bad option for example, ends: the listener then gets its own words.
     *
     * @param specs one for each worker
     * @param listener hears of each of them
     * @return their processes, in the order of the specs
     * @throws ClusterException with code CONFIG if no process can be started or a working folder is none; none is left
     *     then. With code CLOSED after {@link #close}
     */
    public List<WorkerProcess> launch(Collection<LaunchSpec> specs, ProcessListener listener) {
        Optional<Path> file = archive.flatMap(StartupArchive::usable);
        List<WorkerProcess> started = new ArrayList<>();
        try {
            ParallelStart.of(specs, spec -> start(spec, listener, file), started);
            // While the JVMs boot, this one looks at the class path.
            CodeManifest code = userCode.manifest();
            for (WorkerProcess worker : started) {
                LaunchSpec spec = worker.spec();
                worker.begin(new StartMessage(spec.name(), spec.threads(), worker.folder(), spec.settings(), code));
            }
        } catch (RuntimeException e) {
            started.forEach(WorkerProcess::kill);
            throw e;
        }
        if (file.isEmpty()) {
            archiveInBackground();
        }
        if (closed.get()) {
            started.forEach(WorkerProcess::kill);
        }
        return List.copyOf(started);
    }

    private WorkerProcess start(LaunchSpec spec, ProcessListener listener, Optional<Path> file) {
        if (closed.get()) {
            throw new ClusterException(
                    Code.CLOSED, "The launcher is closed; worker " + spec.name() + " is not started.");
        }
        Path working = spec.workingFolder().orElse(Path.of("")).toAbsolutePath();
        if (!Files.isDirectory(working)) {
            throw new ClusterException(
                    Code.CONFIG,
                    "The working folder " + working + " of worker " + spec.name()
                            + " is no folder here. Make it, or name another one.");
        }
        Path folder = run.path().resolve("w" + count.getAndIncrement());
        List<String> command = new ArrayList<>();
        command.add(java.executable().toString());
        command.addAll(JvmFlags.of(spec, java, folder, file));
        command.addAll(List.of(
                "-cp", classPath, WorkerMain.class.getName(), options.program().getName()));
        ProcessBuilder builder = new ProcessBuilder(command).directory(working.toFile());
        builder.environment().putAll(spec.environment());
        try {
            PrivateFolder.create(folder);
            WorkerProcess worker = new WorkerProcess(spec, folder, builder.start(), listener, options.output(), cache);
            alive.add(worker);
            worker.watch(alive::remove);
            return worker;
        } catch (IOException e) {
            throw new ClusterException(
                    Code.CONFIG, "Worker " + spec.name() + " cannot be started with " + command.get(0) + ": " + e, e);
        }
    }

    private void archiveInBackground() {
        archive.filter(StartupArchive::isWanted).ifPresent(wanted -> {
            Thread thread = new Thread(() -> wanted.make(rehearsal), "muster-archive");
            thread.setDaemon(true);
            archiving.add(thread);
            thread.start();
        });
    }

    /**
     * Makes the start-up archive if there is none, and waits for it: about a second, once for each JDK and set of jars.
     *
     * @return whether later launches use one
     */
    public boolean prepare() {
        if (archive.isEmpty()) {
            return false;
        }
        if (archive.get().usable().isEmpty()) {
            archive.get().make(rehearsal);
        }
        return archive.get().usable().isPresent();
    }

    /** What the user's class path holds now; differs from the last time if a class folder was compiled again. */
    public CodeManifest userCode() {
        return userCode.manifest();
    }

    /** A private folder with a short path, such as sockets need; deleted by {@link #close}. */
    public Path folder() {
        return run.path();
    }

    /** The workers that have not ended, in no order. */
    public List<WorkerProcess> workers() {
        return List.copyOf(alive);
    }

    /** Tells all workers to end, and waits for none. */
    void end() {
        alive.forEach(WorkerProcess::end);
    }

    /**
     * Ends all workers, waits two seconds for them, kills those that are left, and deletes all folders. If the start-up
     * archive is being made, waits up to five seconds for it. Closing twice does nothing.
     */
    @Override
    public void close() {
        close(ARCHIVE);
    }

    /** As {@link #close}, but does not wait for the archive: somebody waits for the prompt. */
    void closeAtShutdown() {
        close(Duration.ZERO);
    }

    private void close(Duration forArchive) {
        if (closed.getAndSet(true)) {
            return;
        }
        end();
        awaitEnds(POLITE);
        alive.forEach(WorkerProcess::kill);
        awaitEnds(AFTER_KILL);
        for (WorkerProcess left : alive) {
            LOG.warn("{} does not end, even when killed; its process is left to the system.", left);
        }
        endArchiving(forArchive);
        run.close();
        OpenLaunchers.remove(this);
    }

    private void awaitEnds(Duration atMost) {
        long until = System.nanoTime() + atMost.toNanos();
        for (WorkerProcess worker : alive) {
            try {
                worker.onExit().get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException late) {
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (ExecutionException never) {
                LOG.debug("The end of {} failed", worker, never);
            }
        }
    }

    private void endArchiving(Duration atMost) {
        try {
            for (Thread each : archiving) {
                if (!atMost.isZero()) {
                    each.join(atMost.toMillis());
                }
                rehearsal.cancel();
                each.join(AFTER_KILL.toMillis());
            }
        } catch (InterruptedException e) {
            rehearsal.cancel();
            Thread.currentThread().interrupt();
        }
    }

    private static String joined(List<Path> paths) {
        return paths.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    @Override
    public String toString() {
        return "Launcher(" + run.path() + ", workers=" + alive.size() + ")";
    }
}

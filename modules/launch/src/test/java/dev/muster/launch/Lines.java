package dev.muster.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;

/** Keeps what workers print and how they end. Thread-safe. */
final class Lines implements ProcessListener {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<String> lines = new ArrayList<>();
    private final List<DeathReport> reports = new ArrayList<>();

    @Override
    public synchronized void printed(WorkerProcess worker, String line) {
        lines.add(worker.name() + ": " + line);
    }

    @Override
    public synchronized void complained(WorkerProcess worker, String line) {
        lines.add(worker.name() + "! " + line);
    }

    @Override
    public synchronized void ended(WorkerProcess worker, DeathReport report) {
        reports.add(report);
    }

    synchronized List<String> all() {
        return List.copyOf(lines);
    }

    synchronized List<DeathReport> reports() {
        return List.copyOf(reports);
    }

    void await(String... expected) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .untilAsserted(() -> assertThat(all()).contains(expected));
    }

    /** The first line with a given beginning, without it. */
    String awaitAfter(String beginning) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .untilAsserted(() -> assertThat(all()).anyMatch(line -> line.startsWith(beginning)));
        return all().stream()
                .filter(line -> line.startsWith(beginning))
                .findFirst()
                .orElseThrow()
                .substring(beginning.length());
    }

    static DeathReport death(WorkerProcess worker) throws InterruptedException, ExecutionException, TimeoutException {
        return worker.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    static void awaitGone(long pid) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() ->
                        ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
    }
}

package dev.muster.launch;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

/**
 * How long four workers take from the launcher's opening to the last one's "ready": without an archive, and with one. Not
 * a test: run {@code main} with a folder for temporary files, one for caches, a Java home and a number of rounds.
 */
public final class LaunchFigures {
    private LaunchFigures() {}

    /** Prints one line for each kind of start. */
    public static void main(String[] arguments) throws InterruptedException {
        Path temporary = Path.of(arguments[0]);
        int rounds = Integer.parseInt(arguments[3]);
        LauncherOptions without =
                Places.options(temporary, Path.of("/proc/no-cache-here")).java(Path.of(arguments[2]));
        LauncherOptions with = Places.options(temporary, Path.of(arguments[1])).java(Path.of(arguments[2]));
        System.out.printf("first ever, the archive in the background: %.0f ms%n", millis(with));
        print("no archive", without, rounds);
        print("archive", with, rounds);
    }

    private static void print(String kind, LauncherOptions options, int rounds) throws InterruptedException {
        double[] all = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            all[round] = millis(options);
        }
        Arrays.sort(all);
        System.out.printf(
                "%s: best %.0f, median %.0f, worst %.0f ms%n", kind, all[0], all[rounds / 2], all[rounds - 1]);
    }

    private static double millis(LauncherOptions options) throws InterruptedException {
        CountDownLatch ready = new CountDownLatch(4);
        long start = System.nanoTime();
        try (Launcher launcher = Launcher.open(options)) {
            launcher.launch(
                    IntStream.range(0, 4)
                            .mapToObj(i -> LaunchSpec.of("w" + i, 2))
                            .toList(),
                    new Ready(ready));
            ready.await();
            return (System.nanoTime() - start) / 1e6;
        }
    }

    private record Ready(CountDownLatch ready) implements ProcessListener {
        @Override
        public void printed(WorkerProcess worker, String line) {
            if (line.startsWith("ready ")) {
                ready.countDown();
            }
        }

        @Override
        public void complained(WorkerProcess worker, String line) {
            System.out.println(worker.name() + ": " + line);
        }

        @Override
        public void ended(WorkerProcess worker, DeathReport report) {
            if (!report.asked()) {
                System.out.println(List.of(report.describe()));
            }
        }
    }
}

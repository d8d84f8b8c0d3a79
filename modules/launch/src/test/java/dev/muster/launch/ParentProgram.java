package dev.muster.launch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A program with two workers, in a JVM of its own, for tests of its end. */
public final class ParentProgram {
    private ParentProgram() {}

    /** Arguments: folder for temporary files, folder for caches, and how to end: wait, exit, throw. */
    public static void main(String[] arguments) throws Exception {
        LauncherOptions options = Places.options(Path.of(arguments[0]), Path.of(arguments[1]));
        Launcher launcher = Launcher.open(options);
        CountDownLatch ready = new CountDownLatch(2);
        launcher.launch(List.of(LaunchSpec.of("a", 1), LaunchSpec.of("b", 1)), new Printing(ready));
        ready.await();
        System.out.println("up");
        switch (arguments[2]) {
            case "wait" -> {
                int end = System.in.read();
                System.out.println("input ended with " + end);
            }
            case "exit" -> System.exit(3);
            case "throw" -> throw new IOException("a program's failure");
            default -> throw new IllegalArgumentException(arguments[2]);
        }
    }

    private record Printing(CountDownLatch ready) implements ProcessListener {
        @Override
        public void printed(WorkerProcess worker, String line) {
            System.out.println(line);
            if (line.startsWith("ready ")) {
                ready.countDown();
            }
        }

        @Override
        public void complained(WorkerProcess worker, String line) {
            System.out.println("complaint " + line);
        }

        @Override
        public void ended(WorkerProcess worker, DeathReport report) {
            System.out.println("death " + report.exitCode() + " asked=" + report.asked());
        }
    }
}

package dev.muster.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;

/** Looks for threads that a test left behind. */
public final class Leaks {
    private Leaks() {}

    /** Fails unless all threads whose names begin so end within a few seconds. */
    public static void noThreadNamed(String prefix) {
        await().pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(named(prefix)).isEmpty());
    }

    /** The names of running threads that begin so. */
    public static List<String> named(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith(prefix))
                .toList();
    }
}

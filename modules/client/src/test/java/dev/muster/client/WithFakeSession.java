package dev.muster.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.config.Settings;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A client over a fake session, and the check that it leaves no thread behind. */
abstract class WithFakeSession {

    protected FakeSession session;
    protected Client client;
    private Set<Thread> before;

    @BeforeEach
    void open() {
        before = threads();
        session = new FakeSession(carriesObjects());
        client = open(session, "test", Map.of());
    }

    static Client open(FakeSession session, String name, Map<String, ?> settings) {
        ClientPlan plan = new ClientPlan();
        plan.name = name;
        plan.settings = Settings.defaults().with(settings);
        return Client.over(session, plan);
    }

    protected boolean carriesObjects() {
        return true;
    }

    @AfterEach
    void close() {
        client.close();
        Set<Thread> left = threads();
        left.removeAll(before);
        left.removeIf(thread -> !joined(thread));
        assertThat(left).isEmpty();
    }

    private static boolean joined(Thread thread) {
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return thread.isAlive();
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("muster-")
                        || thread.getName().startsWith("fake-"))
                .collect(Collectors.toSet());
    }
}

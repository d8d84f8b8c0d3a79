package dev.muster.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.protocol.TaskSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TaskOptionsTest {

    @Test
    void nothing_chosen_asks_for_a_plain_task() {
        assertThat(Kind.spec(TaskOptions.defaults(), 7, "plain")).isEqualTo(TaskSpec.of(7, "plain"));
    }

    @Test
    void every_choice_reaches_its_field() {
        TaskOptions options = TaskOptions.defaults()
                .retries(3)
                .retryOn(IOException.class)
                .retryDelay(Duration.ofMillis(100), Duration.ofSeconds(5))
                .priority(-2)
                .timeout(Duration.ofMinutes(1))
                .deadline(Duration.ofMinutes(2))
                .resource("gpu", 1)
                .resource("licence", 0.5)
                .workers("a", "b")
                .preferWorkers("a")
                .tag("zone", "x")
                .preferTag("disk", "fast")
                .threads(4);
        TaskSpec spec = Kind.spec(options, 1, "all");
        assertThat(spec.priority()).isEqualTo(-2);
        assertThat(spec.needs()).isEqualTo(new TaskSpec.Needs(4, Map.of("gpu", 1.0, "licence", 0.5)));
        assertThat(spec.retry())
                .isEqualTo(new TaskSpec.Retry(3, List.of("java.io.IOException"), 100_000_000, 5_000_000_000L));
        assertThat(spec.selection())
                .isEqualTo(new TaskSpec.Selection(
                        Set.of("a", "b"), Set.of("a"), Map.of("zone", "x"), Map.of("disk", "fast")));
        assertThat(spec.timeoutNanos()).isEqualTo(60_000_000_000L);
        assertThat(spec.deadlineNanos()).isEqualTo(120_000_000_000L);
        assertThat(spec.atMostOnce()).isFalse();
        assertThat(Kind.spec(TaskOptions.defaults().atMostOnce(), 1, "once").atMostOnce())
                .isTrue();
    }

    @Test
    void changing_options_makes_new_ones() {
        TaskOptions base = TaskOptions.defaults().name("a");
        TaskOptions changed = base.name("b").priority(1);
        assertThat(base).isEqualTo(TaskOptions.defaults().name("a")).isNotEqualTo(changed);
        assertThat(changed.over(base)).isEqualTo(changed);
        assertThat(TaskOptions.defaults().priority(2).over(base).toString()).contains("NAME=a", "PRIORITY=2");
    }

    @Test
    void options_travel() throws Exception {
        TaskOptions options =
                TaskOptions.defaults().name("a").resource("gpu", 1).workers("w").timeout(Duration.ofSeconds(1));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(options);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(options);
        }
    }
}

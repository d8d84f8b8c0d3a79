package dev.muster.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class TaskEventTest {

    @Test
    void an_event_may_lack_worker_and_failure() {
        TaskEvent event = new TaskEvent("parse-0", "parse", null, 0, Instant.EPOCH, null);

        assertThat(event.worker()).isNull();
        assertThat(event.failure()).isNull();
    }

    @Test
    void what_is_out_of_bounds_is_refused_by_name() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TaskEvent("", "parse", null, 1, Instant.EPOCH, null))
                .withMessageContaining("key is empty");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TaskEvent("parse-0", "parse", null, -1, Instant.EPOCH, null))
                .withMessageContaining("attempt=-1")
                .withMessageContaining("parse-0");
    }
}

package dev.muster.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.config.SchedulerSettings;
import dev.muster.protocol.TaskSpec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TransitionsTest {
    @Test
    void the_committed_diagram_is_the_one_of_the_table() throws Exception {
        String page = """
                # The states of a task in a scheduler

                Printed from the table `Transitions`; `TransitionsTest` fails if this page differs. On each arrow: why a task may go that way.

                ```mermaid
                %s```
                """.formatted(Transitions.diagram());
        Path committed = Path.of("states.md");
        if (Boolean.getBoolean("muster.print")) {
            Files.writeString(committed, page);
        }
        assertThat(Files.readString(committed, StandardCharsets.UTF_8)).isEqualTo(page);
    }

    @Test
    void what_the_table_does_not_know_is_refused_with_the_tasks_story() {
        Ledger ledger = new Ledger(
                new SchedulerSettings(3, Duration.ofSeconds(1), 16, Duration.ofSeconds(1), Duration.ofSeconds(1)));
        Submission task = new Submission.Single(Handles.NONE, 7, null, TaskSpec.of(1, "parse"), "work", 0);
        int slot = ledger.tasks.take(task);
        ledger.move(slot, State.WAITING, Cause.SUBMITTED);
        assertThatThrownBy(() -> ledger.move(slot, State.MEMORY, Cause.FINISHED))
                .isInstanceOf(IllegalTransition.class)
                .hasMessageContaining("parse-7 may not go from WAITING to MEMORY because finished")
                .hasMessageContaining("FORGOTTEN -> WAITING, attempt 1: submitted");
    }

    @Test
    void the_ring_forgets_the_oldest_first() {
        Story story = new Story(16);
        Workers nobody = new Workers();
        for (int at = 0; at < 20; at++) {
            story.note(at, 1L << 32 | at, 1, State.WAITING, State.QUEUED, Cause.INPUTS_THERE, 1, 0);
        }
        assertThat(story.of(1L << 32 | 3, 20, nobody)).containsExactly("(nothing is remembered of it)");
        assertThat(story.of(1L << 32 | 4, 20, nobody)).hasSize(1);
    }
}

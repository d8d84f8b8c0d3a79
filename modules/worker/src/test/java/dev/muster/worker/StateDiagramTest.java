package dev.muster.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The committed diagram is the table's. */
class StateDiagramTest {
    @Test
    void the_committed_diagram_is_what_the_table_says() throws IOException {
        String committed = Files.readString(Path.of("states.md"));
        assertThat(committed).contains(WorkerState.diagram());
    }

    @Test
    void nothing_leaves_the_end() {
        for (State to : State.values()) {
            for (Cause cause : Cause.values()) {
                assertThat(Transitions.allowed(State.FORGOTTEN, to, cause)).isFalse();
                assertThat(Transitions.allowed(State.ERRED, to, cause)).isFalse();
            }
        }
    }
}

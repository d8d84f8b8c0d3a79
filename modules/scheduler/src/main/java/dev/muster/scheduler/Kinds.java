package dev.muster.scheduler;

import dev.muster.protocol.TaskSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The kinds of task of a session, by number. Owned by the scheduler's loop. */
final class Kinds {
    /** Of values that the client supplies. */
    static final TaskSpec SUPPLIED = TaskSpec.of(-1, "scatter");
    /** Of the internal task before a map. */
    static final TaskSpec GATE = TaskSpec.of(-2, "gate");
    /** Of the internal task that copies a value to a worker. */
    static final TaskSpec COPY = TaskSpec.of(-3, "copy");

    /** Numbers below 0 are the machine's own. */
    private static final int OWN = 3;

    private @Nullable Kind[] kinds = new Kind[16];

    /** The kind that a task asks to be counted under. */
    Kind of(TaskSpec spec) {
        int at = spec.kind() + OWN;
        if (at < kinds.length) {
            Kind kind = kinds[at];
            if (kind != null) {
                return kind;
            }
        }
        return add(at, spec);
    }

    private Kind add(int at, TaskSpec spec) {
        if (at < 0) {
            throw new IllegalArgumentException("kind numbers begin at 0, not at " + spec.kind());
        }
        if (at >= kinds.length) {
            kinds = Arrays.copyOf(kinds, Math.max(at + 1, kinds.length * 2));
        }
        Kind kind = new Kind(spec.kind(), spec.name());
        kinds[at] = kind;
        return kind;
    }

    /** All kinds of the client's. */
    List<Kind> all() {
        List<Kind> all = new ArrayList<>();
        for (int at = OWN; at < kinds.length; at++) {
            Kind kind = kinds[at];
            if (kind != null) {
                all.add(kind);
            }
        }
        return all;
    }

    /** The machine's own kinds too. */
    List<Kind> everything() {
        List<Kind> all = all();
        for (int at = 0; at < OWN; at++) {
            Kind kind = kinds[at];
            if (kind != null) {
                all.add(kind);
            }
        }
        return all;
    }
}

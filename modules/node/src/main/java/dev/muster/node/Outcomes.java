package dev.muster.node;

import dev.muster.protocol.Failure;
import org.jspecify.annotations.Nullable;

/** What ended tasks ended with. Read under the loop, inside {@link SettledHandle#settled}. */
public interface Outcomes {
    /** Why the task has no value, or null if it has one. */
    @Nullable
    Failure failure(long task);

    /** The value: live object, {@link dev.muster.protocol.Payload}, null, or {@link dev.muster.protocol.Kept}. */
    @Nullable
    Object value(long task);

    /** The values of consecutive tasks of one submission, put into {@code target} from {@code offset} on. */
    void values(long first, int count, @Nullable Object[] target, int offset);

    /** How many attempts there were. */
    int attempts(long task);

    /** Text id of the worker that ran the last attempt, or empty text. */
    String worker(long task);
}

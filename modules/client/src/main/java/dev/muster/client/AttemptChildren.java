package dev.muster.client;

import dev.muster.scheduler.SchedulerEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The handles made by the attempt that this thread is running; let go of when it ends, but for what it returns. Used by
 * one thread.
 *
 * <p>Only this way does the scheduler learn that nobody can ask for a child any more. It hangs on the thread, and costs
 * programs without nested tasks one read a task.
 */
final class AttemptChildren {

    private static final ThreadLocal<@Nullable AttemptChildren> CURRENT = new ThreadLocal<>();
    private static volatile boolean used;

    private final @Nullable AttemptChildren outer;
    private final List<TaskRecord> records = new ArrayList<>();

    private AttemptChildren(@Nullable AttemptChildren outer) {
        this.outer = outer;
    }

    /** An attempt begins on this thread, perhaps inside another one that waits. */
    static @Nullable AttemptChildren begin() {
        if (!used) {
            return null;
        }
        AttemptChildren begun = new AttemptChildren(CURRENT.get());
        CURRENT.set(begun);
        return begun;
    }

    /** Notes a handle made by the attempt that this thread is running. */
    static void note(TaskRecord record) {
        AttemptChildren children = CURRENT.get();
        if (children == null) {
            used = true;
            children = new AttemptChildren(null);
            CURRENT.set(children);
        }
        children.records.add(record);
    }

    /** The attempt ends; {@code begun} is what {@link #begin} gave. */
    static void end(@Nullable AttemptChildren begun, @Nullable Object returned) {
        if (!used) {
            return;
        }
        AttemptChildren children = CURRENT.get();
        if (children == null) {
            return;
        }
        AttemptChildren before = begun == null ? null : begun.outer;
        if (before == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(before);
        }
        for (TaskRecord record : children.records) {
            if (!escapes(record, returned)) {
                record.connection.release(record, 0, record.count());
            }
        }
    }

    private static boolean escapes(TaskRecord record, @Nullable Object returned) {
        if (returned instanceof RecordFuture<?> future) {
            return future.record() == record;
        }
        if (returned instanceof BatchFutures<?> futures) {
            return futures.record() == record;
        }
        return returned instanceof ListedFutures<?> futures
                && futures.stream()
                        .anyMatch(each -> each instanceof RecordFuture<?> future && future.record() == record);
    }

    /** How the scheduler names the attempt as parent, if the session owns it and the submission belongs to it. */
    static SchedulerEvent.@Nullable Parent parentIn(Connection connection, Kind kind, @Nullable Attempt attempt) {
        return !kind.view().detached() && attempt != null && attempt.session() == connection.session()
                ? attempt.parent()
                : null;
    }
}

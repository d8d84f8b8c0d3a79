package dev.muster.task;

import dev.muster.protocol.Failure;
import dev.muster.task.Slot.Thrown;
import java.util.List;

/** What becomes of a task that threw, or was interrupted. Thread-safe. */
final class Outcomes {
    /** Made beforehand, for when nothing more can be made. */
    private static final Thrown NO_MEMORY = new Thrown(new Failure(
            Failure.Kind.USER,
            "The task failed, and there was not even memory to say how: probably java.lang.OutOfMemoryError.",
            null,
            List.of("java.lang.OutOfMemoryError", "java.lang.VirtualMachineError", "java.lang.Error")));

    private Outcomes() {}

    /** The task threw; if that was after an interrupt of ours, the interrupt's reason is the failure. */
    static Thrown threw(Slot slot, int index, Throwable thrown, TaskValues values, String thread) {
        try {
            if (slot.timedOut(index)) {
                return timedOut(slot, index, thread);
            }
            if (slot.interrupted()) {
                return new Thrown(Failure.of(
                        Failure.Kind.CANCELLED,
                        name(slot) + " was cancelled while it ran on " + thread + ", and ended with "
                                + thrown.getClass().getName() + "."));
            }
            return new Thrown(values.failure(slot.run, slot.from + index, thrown));
        } catch (Throwable second) {
            return undescribed(thrown, second);
        }
    }

    /** The task exceeded its time-out; what it returned or threw after that does not count. */
    static Thrown timedOut(Slot slot, int index, String thread) {
        long limit = slot.run.assignment().spec().timeoutNanos() / 1_000_000;
        return new Thrown(Failure.of(
                Failure.Kind.TIMEOUT,
                name(slot) + " ran on " + thread + " for longer than "
                        + (limit > 0 ? "its time-out of " + limit + " ms" : "it may") + " and was interrupted."));
    }

    private static String name(Slot slot) {
        return "Attempt " + slot.run.assignment().attempt() + " of a task "
                + slot.run.assignment().spec().name();
    }

    /** Its failure could not be made, for instance since its message is computed by code that throws. */
    private static Thrown undescribed(Throwable thrown, Throwable second) {
        try {
            String type = thrown.getClass().getName();
            return new Thrown(new Failure(
                    Failure.Kind.USER,
                    "The task threw " + type + ", which could not be turned into a failure: "
                            + second.getClass().getName() + ".",
                    null,
                    List.of(type)));
        } catch (Throwable third) {
            return NO_MEMORY;
        }
    }
}

package dev.muster.protocol;

/**
 * How a 64-bit task id is made: the generation in the upper 32 bits, the slot in the lower. Slots are recycled, ids are not: each
 * reuse of a slot has a new generation. Consecutive tasks of one submission have consecutive slots and one generation, so
 * {@code id + 1} is the next task's id. An id is never 0, since generations count from 1.
 */
public final class TaskIds {
    private TaskIds() {}

    /** The id of a slot in one of its generations. */
    public static long of(int generation, int slot) {
        return (long) generation << 32 | slot & 0xffff_ffffL;
    }

    /** The index of the task's record. */
    public static int slot(long id) {
        return (int) id;
    }

    /** Which reuse of the slot it is. */
    public static int generation(long id) {
        return (int) (id >>> 32);
    }
}

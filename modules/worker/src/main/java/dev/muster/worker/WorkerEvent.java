package dev.muster.worker;

import dev.muster.protocol.Failure;
import dev.muster.protocol.Message;
import dev.muster.protocol.Peer;
import dev.muster.protocol.PeerInfo;
import org.jspecify.annotations.Nullable;

/** What can happen to a worker: a closed list. Immutable. Time is an argument of {@link WorkerState#apply}. */
public sealed interface WorkerEvent {
    /** A client is there: a session begins. */
    record SessionOpened(Peer client) implements WorkerEvent {}

    /** A client is gone for good (its lease has run out): stop its attempts, free its results. */
    record SessionLost(Peer client) implements WorkerEvent {}

    /**
     * This worker was fenced and has joined again under a new epoch. Its attempts are void; what it holds is offered to each session
     * that opens again ({@link SessionOpened}) before its lease runs out.
     */
    record Rejoined(PeerInfo self) implements WorkerEvent {}

    /** A client's message. */
    record Received(Peer from, Message message) implements WorkerEvent {}

    /** The link to a client rose above its high-water mark or fell below the low one. */
    record Writable(Peer client, boolean writable, boolean stop) implements WorkerEvent {}

    /**
     * A task thread reports tasks {@code from} to {@code to} (positions in the assignment) of its run as ended with values.
     *
     * @param values task {@code from + i}'s value at {@code offset + i}: live object, payload, or Kept if the shell stored it
     * @param sizes bytes of each value as far as known, or null for all unknown
     * @param nanos thread time they took together
     * @param slowestNanos the longest of them
     */
    record Ran(
            int thread,
            Execution run,
            int from,
            int to,
            @Nullable Object[] values,
            int offset,
            long @Nullable [] sizes,
            long nanos,
            long slowestNanos)
            implements WorkerEvent {}

    /** A task thread reports that the task at {@code position} of its run ended with a failure. */
    record Threw(int thread, Execution run, int position, Failure failure, long nanos) implements WorkerEvent {}

    /** A task thread has nothing left of this run (all its tasks were reported or cut); it goes on with its next run or parks. */
    record Emptied(int thread, Execution run) implements WorkerEvent {}

    /** Answer to {@link WorkerOutput#cut}: the run's tasks from position {@code end} on will never be started by the thread. */
    record Cut(int thread, Execution run, int end) implements WorkerEvent {}

    /** The task which this thread runs waits for nested work. {@code timed}: it will not run other tasks meanwhile. */
    record Blocked(int thread, boolean timed) implements WorkerEvent {}

    /** What it waited for is there; it wants its threads back ({@link WorkerOutput#resume} gives them). */
    record Unblocked(int thread) implements WorkerEvent {}

    /** A task that ignores its interrupt was written off, with its thread; the thread number is dead. */
    record ThreadWrittenOff(int thread) implements WorkerEvent {}

    /** An input was fetched and stored here. */
    record Fetched(
            Peer session, long task, int attempt, @Nullable Object value, long size) implements WorkerEvent {}

    /** An input is not at this holder (or the holder cannot be reached). */
    record FetchFailed(Peer session, long task, int attempt, Peer holder) implements WorkerEvent {}

    /**
     * Memory figures: bytes of stored values on heap, live heap after the last collection, the limit (0: none); and whether spilling
     * works (false: the disk is full, values stay in memory).
     */
    record MemoryMeasured(long storedBytes, long liveBytes, long limitBytes, boolean diskWorks)
            implements WorkerEvent {}

    /** The shell was asked to leave: no new tasks, finish, hand over. */
    record DrainRequested(String reason) implements WorkerEvent {}

    /** Time has come for what {@link WorkerState#nextTick()} named. */
    record Tick() implements WorkerEvent {
        /** The only one needed. */
        public static final Tick NOW = new Tick();
    }
}

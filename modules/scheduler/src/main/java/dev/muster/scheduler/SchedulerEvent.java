package dev.muster.scheduler;

import dev.muster.protocol.Arguments;
import dev.muster.protocol.Loss;
import dev.muster.protocol.Message;
import dev.muster.protocol.Peer;
import dev.muster.protocol.PeerInfo;
import dev.muster.protocol.TaskSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What can happen to a scheduler: a closed list. Immutable. Time is an argument of {@link SchedulerState#apply}, ids come from the
 * machine's counters, so the events so far fix state and instructions.
 */
public sealed interface SchedulerEvent {
    // ---- the client submits

    /**
     * One task.
     *
     * @param inputs tasks whose values it takes, in order
     * @param after tasks that must have ended with a value first, without being inputs
     * @param parent the running attempt that submits it (threads mode), or null
     */
    record Submitted(
            Handle handle,
            TaskSpec spec,
            Object work,
            List<? extends TaskRef> inputs,
            List<? extends TaskRef> after,
            @Nullable Parent parent)
            implements SchedulerEvent {}

    /**
     * {@code count} tasks with one function. Their arguments follow as {@link ArgumentsArrived} in order, so that workers start while
     * the caller still encodes; {@code arguments} is the first slice (may be everything).
     */
    record MapSubmitted(
            Handle handle,
            TaskSpec spec,
            Object work,
            int count,
            Arguments arguments,
            List<? extends TaskRef> after,
            @Nullable Parent parent)
            implements SchedulerEvent {}

    /** The next slice of a map's arguments. */
    record ArgumentsArrived(Handle handle, Arguments arguments) implements SchedulerEvent {}

    /** The caller could not encode the rest: tasks from {@code from} on fail with this. */
    record ArgumentsFailed(Handle handle, int from, dev.muster.protocol.Failure failure) implements SchedulerEvent {}

    /**
     * A whole graph, in its static order: task i has id first + i.
     *
     * @param specs one a task
     * @param works one a task
     * @param inputs for each task its inputs: a position in this graph, or -1 - i for element i of {@code outside}
     * @param outside futures that the graph takes
     * @param wanted positions whose values the client holds; all others are freed as soon as nothing needs them
     */
    record GraphSubmitted(
            Handle handle,
            TaskSpec[] specs,
            Object[] works,
            int[][] inputs,
            List<? extends TaskRef> outside,
            int[] wanted,
            @Nullable Parent parent)
            implements SchedulerEvent {}

    /**
     * Values that the client supplies: finished tasks without work; the owner's copy stays until released.
     *
     * @param broadcast each worker gets a copy at once, a later one when it first needs it; pointless where messages carry objects
     */
    record Scattered(Handle handle, @Nullable Object[] values, boolean broadcast) implements SchedulerEvent {}

    /** The running attempt that submits a child, and the worker it runs on. */
    record Parent(long task, int attempt) {}

    // ---- the client lets go, stops, asks

    /**
     * The client lets go of tasks {@code from} (inclusive) to {@code to} (exclusive).
     *
     * @param cancelUnfinished true for an explicit release: what nobody else wants is cancelled; false for handles lost to the
     *     collector: the tasks run, their values are freed
     */
    record Released(Handle handle, int from, int to, boolean cancelUnfinished) implements SchedulerEvent {}

    /** Cancel these; how hard is {@code mode}. */
    record CancelRequested(Handle handle, int from, int to, Mode mode) implements SchedulerEvent {
        /** How hard to cancel. */
        public enum Mode {
            /** Only what has not started. */
            IF_WAITING,
            /** Interrupt what runs. */
            INTERRUPT,
            /** Replace the worker that runs it. */
            KILL_WORKER
        }
    }

    /** Run failed, cancelled or lost tasks again. */
    record RetryRequested(Handle handle, int from, int to) implements SchedulerEvent {}

    /** Somebody waits for the value of this task: report it at once. */
    record Awaited(Handle handle, int from, int to) implements SchedulerEvent {}

    /** A value could not be fetched from this holder by the client: the holder is dropped, the value recomputed if need be. */
    record FetchFailed(Handle handle, int index, Peer holder) implements SchedulerEvent {}

    /** These workers are to leave: move sole results, then end. */
    record RetireRequested(List<Peer> workers) implements SchedulerEvent {}

    /** The session ends: everything unfinished is cancelled, everything held is freed. */
    record Closed(String reason) implements SchedulerEvent {}

    // ---- the cluster

    /** A worker is there. Precedes its first message. */
    record WorkerJoined(PeerInfo worker) implements SchedulerEvent {}

    /** It is gone: the last word about this incarnation. */
    record WorkerLost(Peer worker, Loss why) implements SchedulerEvent {}

    /** A message of a worker. */
    record Received(Peer from, Message message) implements SchedulerEvent {}

    /** The link to a worker rose above its high-water mark, or fell below the low one. */
    record Writable(Peer worker, boolean writable) implements SchedulerEvent {}

    /** Time has come for what {@link SchedulerState#nextTick()} named. */
    record Tick() implements SchedulerEvent {
        /** The only one needed. */
        public static final Tick NOW = new Tick();
    }
}

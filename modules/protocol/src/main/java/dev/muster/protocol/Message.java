package dev.muster.protocol;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a client's scheduler and a worker say to each other: a closed list. Immutable records; user objects inside are
 * live objects or {@link Payload}s (see there). The happy path of a task is {@link Run} and {@link Finished}.
 *
 * <p>One client is one session, so the session is the client's {@link Peer}, which every frame names. A task's id means
 * something only together with its session.
 */
public sealed interface Message {
    /** First word of a connection that needs an introduction of its own. */
    record Hello(int wireVersion, String registryPrint, Peer self) implements Message {}

    /** Answer to {@link Hello}; a reason means refused. */
    record Welcome(int wireVersion, Peer self, @Nullable String refused) implements Message {}

    /** Definitions (functions, shapes, specs) that later payloads refer to by number. */
    record Define(int number, Payload definition) implements Message {}

    /**
     * Scheduler to worker: attempt these tasks.
     *
     * @param acknowledged the highest {@link Finished#sequence()} of that worker which has been applied; 0 for none
     */
    record Run(long acknowledged, List<Assignment> assignments) implements Message {}

    /**
     * Worker to scheduler: these attempts ended with a value.
     *
     * @param sequence numbers this session's Finished messages of this worker, from 1 without gaps. The worker keeps inline values
     *     too until the number is acknowledged
     */
    record Finished(long sequence, List<Completion> completions) implements Message {}

    /**
     * Worker to scheduler: this attempt ended without a value.
     *
     * @param nanos thread time it took
     * @param fetched inputs that this worker fetched and now holds too
     */
    record Failed(long task, int attempt, Failure failure, long nanos, long[] fetched) implements Message {}

    /**
     * Scheduler to worker: forget these results; idempotent; beats an executing attempt (its value is discarded when it ends);
     * never touches another attempt. A worker's proxy to the session uses it the other way round, for {@code children} it has let go.
     *
     * @param acknowledged as in {@link Run}
     * @param children numbers of nested submissions (see {@link Submit}); empty mostly
     */
    record Free(long acknowledged, List<Span> spans, long[] children) implements Message {}

    /** Scheduler to worker: stop these attempts. Worker to scheduler: cancel these children. */
    record Cancel(List<Span> spans, long[] children, boolean interrupt) implements Message {}

    /** Scheduler to worker: give back up to this many of the last-ordered unstarted tasks that are queued behind others. */
    record Recall(int count) implements Message {}

    /**
     * Worker to scheduler: these attempts never started and will not here; the same attempt may go elsewhere. An empty list answers
     * a {@link Recall} that found nothing.
     *
     * @param why what made the worker return them
     * @param recall true if this answers the recall in flight
     */
    record Returned(List<Span> spans, Why why, boolean recall) implements Message {
        /** Why tasks come back unstarted. */
        public enum Why {
            /** Asked for by {@link Recall}. */
            RECALLED,
            /** It cannot start soon: its resources or threads are taken. */
            BUSY,
            /** The worker starts nothing now: memory. */
            PAUSED,
            /** The worker is leaving. */
            DRAINING,
            /** It exceeded the grant. */
            OVER_GRANT
        }
    }

    /**
     * Worker to scheduler: the attempt could not start, since these inputs were at none of the named holders. No fault of the task:
     * those holders are dropped, the inputs recomputed, the task attempted again.
     */
    record Missing(long task, int attempt, List<Lost> inputs) implements Message {
        /** An input and the holder that does not have it. */
        public record Lost(long task, int attempt, Peer holder) {}
    }

    /**
     * Worker to scheduler: what this session may have here; absolute, replaces the last one.
     *
     * @param slots attempts that may be running or waiting for a free thread at once
     * @param queueNanos thread time that may be queued behind running tasks
     * @param queueBytes result bytes expected of the queued tasks
     */
    record Grant(int slots, long queueNanos, long queueBytes) implements Message {}

    /**
     * Scheduler to worker: a value of the client's, to be kept as if it had been fetched until it is freed. The Runs that take it
     * name this worker as its holder and do not carry it again.
     *
     * @param task whose value it is
     * @param attempt the attempt that later messages name
     */
    record Supply(long task, int attempt, @Nullable Object value) implements Message {}

    /**
     * Scheduler to worker: results of up to so many bytes come inside {@link Finished} from now on, bigger ones stay with the worker. Sent when
     * the client's store of such results fills up or has room again.
     */
    record Inline(int bytes) implements Message {
        /** What holds as long as nothing was said. */
        public static final int USUAL_BYTES = 64 << 10;

        /** What comes inside however full the client's store is. */
        public static final int LEAST_BYTES = 1 << 10;
    }

    /** Scheduler to worker: so many tasks could run; sent when the backlog crosses 0, 1 or the grant. */
    record Want(long acknowledged, int tasks) implements Message {}

    /** Worker to scheduler (it leaves) or scheduler to worker (leave): no new tasks; sole results are to be moved. */
    record Draining() implements Message {}

    /** Worker to scheduler: nothing of this session runs or is held here any more. Scheduler to worker: nothing is needed. */
    record Drained() implements Message {}

    /** Worker to scheduler after a re-join: what it still holds of this session, and up to which Finished it had sent. */
    record Inventory(int formerEpoch, List<Span> held, long lastSequence) implements Message {}

    /** Worker to scheduler: the attempt waits for nested work and has given back its threads. */
    record Waiting(long task, int attempt) implements Message {}

    /** Worker to scheduler: the attempt goes on. */
    record Resumed(long task, int attempt) implements Message {}

    /**
     * Worker to scheduler: a running attempt submits a child.
     *
     * @param parent the running task
     * @param attempt its attempt
     * @param child the worker's number for the child, unique for this worker and session
     * @param inputs for each input the worker's number of an earlier child (negative: -1 - number), or a task id of the session
     * @param keep false if nobody wants the value
     */
    record Submit(long parent, int attempt, long child, TaskSpec spec, Object work, long[] inputs, boolean keep)
            implements Message {}

    /** Scheduler to worker: how the child ended; value or failure. {@code Kept} with holders where the value stays at a worker. */
    record Ready(
            long child,
            long task,
            int attempt,
            @Nullable Object value,
            List<Peer> holders,
            @Nullable Failure failure) implements Message {}

    /** Either way: I am here; carries the acknowledgement when nothing else goes. */
    record Ping(long acknowledged, boolean answer) implements Message {}

    /** The receiver is unknown here in this epoch; it must regard this peer as lost. */
    record Reset(String reason) implements Message {}

    /** Worker to client: lines that tasks printed or the worker has to say. */
    record Log(Map<String, List<String>> linesByTask) implements Message {}
}

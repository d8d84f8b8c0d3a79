package dev.muster.node;

import dev.muster.codec.Codec;
import dev.muster.protocol.Payload;
import dev.muster.protocol.Peer;
import dev.muster.protocol.PeerInfo;
import dev.muster.scheduler.SchedulerEvent;
import dev.muster.scheduler.SchedulerState;
import dev.muster.scheduler.TaskRef;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A client's way to its scheduler: the scheduler's own node, or, inside a task whose client lives elsewhere, a proxy over
 * the worker's connection. Thread-safe.
 *
 * <p>Handles of the events offered here implement {@link SettledHandle} if they want to hear how their tasks end.
 */
public interface Session extends AutoCloseable {
    /** Who the client is in the cluster. */
    Peer peer();

    /** Whether functions, arguments and values go by reference; if not, they are to be {@link Payload}s. */
    boolean carriesObjects();

    /**
     * The most bytes that a function with its arguments, or a value that is brought along, may take when encoded: more fits no frame of
     * the cluster. Results are not concerned.
     */
    default int longestPayload() {
        return Integer.MAX_VALUE;
    }

    /** Encodes and decodes for this session. */
    Codec codec();

    /** Hands an event to the scheduler. Never blocks; events of one thread are applied in order. */
    void offer(SchedulerEvent event);

    /**
     * Asks the scheduler something under its loop and waits for the answer. Not for hot paths; must not be called under a loop.
     *
     * @throws dev.muster.error.ClusterException CLOSED after the session ended, INTERRUPTED if the caller was interrupted,
     *     CONFIG inside a task whose client lives in another JVM
     */
    <T> T ask(Function<SchedulerState, T> question);

    /** The time of the scheduler's loop, which its explanations are asked with. */
    default long now() {
        return System.nanoTime();
    }

    /** Fetches a value that stays at workers ({@code Kept}); answers on {@link #completions()} or a data thread. Never blocks. */
    void fetch(TaskRef task, Fetched answer);

    /** The workers that have joined and were not lost. */
    List<PeerInfo> workers();

    /** Where callbacks run: threads of ours, never the common pool. */
    Executor completions();

    /** Whether it has ended. */
    boolean closed();

    /** Ends the session: cancels what is unfinished, frees what is held. Idempotent. */
    @Override
    void close();

    /** Hears how a fetch ended, exactly once. */
    interface Fetched {
        /** The encoded value. */
        void value(Payload value);

        /** No holder has it now; the scheduler was told and may compute it again, the handle will hear of it. */
        void lost(String reason);
    }

    /** What the owner of a session hears besides its handles. Called under the loop: only enqueue. */
    interface Listener {
        /** A worker is there. */
        default void joined(PeerInfo worker) {}

        /** It is gone. */
        default void lost(PeerInfo worker, String reason) {}

        /** A line that tasks printed or a machine has to say. */
        default void log(String line) {}

        /** Something was observed; only while observation is on. */
        default void observed(
                dev.muster.scheduler.SchedulerOutput.Observation what,
                long task,
                int attempt,
                @Nullable Peer worker,
                dev.muster.protocol.@Nullable Failure failure) {}

        /** The session cannot go on: its node failed. */
        default void failed(Throwable story) {}
    }
}

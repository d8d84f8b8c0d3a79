package dev.muster.scheduler;

import dev.muster.protocol.Failure;
import dev.muster.protocol.Message;
import dev.muster.protocol.Peer;
import org.jspecify.annotations.Nullable;

/** What a scheduler tells its shell to do, as values: {@link SchedulerOutput}'s methods in list form, for tests. Immutable. */
public sealed interface Instruction {
    /** See {@link SchedulerOutput#send}. */
    record Send(Peer worker, Message message) implements Instruction {}

    /** See {@link SchedulerOutput#settled}. */
    record Settled(Handle handle, int from, int to) implements Instruction {}

    /** See {@link SchedulerOutput#reopened}. */
    record Reopened(Handle handle, int from, int to) implements Instruction {}

    /** See {@link SchedulerOutput#drop}. */
    record Drop(Peer worker, String reason) implements Instruction {}

    /** See {@link SchedulerOutput#stop}. */
    record Stop(Peer worker, String reason) implements Instruction {}

    /** See {@link SchedulerOutput#retired}. */
    record Retired(Peer worker) implements Instruction {}

    /** See {@link SchedulerOutput#observed}. */
    record Observed(
            SchedulerOutput.Observation what,
            long task,
            int attempt,
            @Nullable Peer worker,
            @Nullable Failure failure) implements Instruction {}

    /** See {@link SchedulerOutput#log}. */
    record Log(String line) implements Instruction {}
}

package dev.muster.worker;

import dev.muster.protocol.Failure;
import dev.muster.protocol.Message;
import dev.muster.protocol.Peer;
import java.util.List;

/** What a {@link WorkerOutput} was told, as values: the list form of {@link WorkerState#apply(long, WorkerEvent)}. Immutable. */
public sealed interface Instruction {
    /** {@link WorkerOutput#send}. */
    record Send(Peer client, Message message) implements Instruction {}

    /** {@link WorkerOutput#execute}. */
    record Execute(int thread, Execution run) implements Instruction {}

    /** {@link WorkerOutput#cut}. */
    record CutRun(int thread, Execution run, int end) implements Instruction {}

    /** {@link WorkerOutput#interrupt}. */
    record Interrupt(int thread, Execution run, int position, boolean timedOut) implements Instruction {}

    /** {@link WorkerOutput#resume}. */
    record Resume(int thread) implements Instruction {}

    /** {@link WorkerOutput#refuse}. */
    record Refuse(int thread, Failure failure) implements Instruction {}

    /** {@link WorkerOutput#end}. */
    record End(int thread) implements Instruction {}

    /** {@link WorkerOutput#fetch}. */
    record Fetch(Peer session, long task, int attempt, long size, List<Peer> holders) implements Instruction {}

    /** {@link WorkerOutput#discard}. */
    record Discard(Peer session, long task, int attempt) implements Instruction {}

    /** {@link WorkerOutput#spill}. */
    record Spill(Peer session, long bytes) implements Instruction {}

    /** {@link WorkerOutput#collect}. */
    record Collect() implements Instruction {}

    /** {@link WorkerOutput#replace}. */
    record Replace(String reason) implements Instruction {}

    /** {@link WorkerOutput#leave}. */
    record Leave() implements Instruction {}

    /** {@link WorkerOutput#log}. */
    record Log(String line) implements Instruction {}
}

package dev.muster.scheduler;

import dev.muster.protocol.Failure;
import dev.muster.protocol.Message;
import dev.muster.protocol.Peer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gathers instructions in a list. Owned by whoever made it. */
final class InstructionList implements SchedulerOutput {
    final List<Instruction> instructions = new ArrayList<>();

    @Override
    public void send(Peer worker, Message message) {
        instructions.add(new Instruction.Send(worker, message));
    }

    @Override
    public void settled(Handle handle, int from, int to) {
        instructions.add(new Instruction.Settled(handle, from, to));
    }

    @Override
    public void reopened(Handle handle, int from, int to) {
        instructions.add(new Instruction.Reopened(handle, from, to));
    }

    @Override
    public void drop(Peer worker, String reason) {
        instructions.add(new Instruction.Drop(worker, reason));
    }

    @Override
    public void stop(Peer worker, String reason) {
        instructions.add(new Instruction.Stop(worker, reason));
    }

    @Override
    public void retired(Peer worker) {
        instructions.add(new Instruction.Retired(worker));
    }

    @Override
    public void observed(Observation what, long task, int attempt, @Nullable Peer worker, @Nullable Failure failure) {
        instructions.add(new Instruction.Observed(what, task, attempt, worker, failure));
    }

    @Override
    public void log(String line) {
        instructions.add(new Instruction.Log(line));
    }
}

package dev.muster.worker;

import dev.muster.protocol.Failure;
import dev.muster.protocol.Message;
import dev.muster.protocol.Peer;
import java.util.ArrayList;
import java.util.List;

/** Collects instructions in order. Not thread-safe. */
final class InstructionList implements WorkerOutput {
    private final List<Instruction> all = new ArrayList<>();

    List<Instruction> all() {
        return all;
    }

    @Override
    public void send(Peer client, Message message) {
        all.add(new Instruction.Send(client, message));
    }

    @Override
    public void execute(int thread, Execution run) {
        all.add(new Instruction.Execute(thread, run));
    }

    @Override
    public void cut(int thread, Execution run, int end) {
        all.add(new Instruction.CutRun(thread, run, end));
    }

    @Override
    public void interrupt(int thread, Execution run, int position, boolean timedOut) {
        all.add(new Instruction.Interrupt(thread, run, position, timedOut));
    }

    @Override
    public void resume(int thread) {
        all.add(new Instruction.Resume(thread));
    }

    @Override
    public void refuse(int thread, Failure failure) {
        all.add(new Instruction.Refuse(thread, failure));
    }

    @Override
    public void end(int thread) {
        all.add(new Instruction.End(thread));
    }

    @Override
    public void fetch(Peer session, long task, int attempt, long size, List<Peer> holders) {
        all.add(new Instruction.Fetch(session, task, attempt, size, holders));
    }

    @Override
    public void discard(Peer session, long task, int attempt) {
        all.add(new Instruction.Discard(session, task, attempt));
    }

    @Override
    public void spill(Peer session, long bytes) {
        all.add(new Instruction.Spill(session, bytes));
    }

    @Override
    public void collect() {
        all.add(new Instruction.Collect());
    }

    @Override
    public void replace(String reason) {
        all.add(new Instruction.Replace(reason));
    }

    @Override
    public void leave() {
        all.add(new Instruction.Leave());
    }

    @Override
    public void log(String line) {
        all.add(new Instruction.Log(line));
    }
}

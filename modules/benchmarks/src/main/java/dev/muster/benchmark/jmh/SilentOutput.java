package dev.muster.benchmark.jmh;

import dev.muster.protocol.Failure;
import dev.muster.protocol.Message;
import dev.muster.protocol.Peer;
import dev.muster.scheduler.Handle;
import dev.muster.scheduler.SchedulerOutput;
import org.jspecify.annotations.Nullable;

/** Does nothing with what the scheduler's machine says. Stateless. */
class SilentOutput implements SchedulerOutput {

    @Override
    public void send(Peer worker, Message message) {}

    @Override
    public void settled(Handle handle, int from, int to) {}

    @Override
    public void reopened(Handle handle, int from, int to) {}

    @Override
    public void drop(Peer worker, String reason) {}

    @Override
    public void stop(Peer worker, String reason) {}

    @Override
    public void retired(Peer worker) {}

    @Override
    public void observed(Observation what, long task, int attempt, @Nullable Peer worker, @Nullable Failure failure) {}

    @Override
    public void log(String line) {}
}

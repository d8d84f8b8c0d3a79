package dev.muster.scheduler;

import dev.muster.protocol.Failure;
import dev.muster.protocol.Message;
import dev.muster.protocol.Peer;
import org.jspecify.annotations.Nullable;

/** Refuses instructions outside of an event: nothing is decided there. Immutable. */
enum Silence implements SchedulerOutput {
    INSTANCE;

    @Override
    public void send(Peer worker, Message message) {
        throw refused();
    }

    @Override
    public void settled(Handle handle, int from, int to) {
        throw refused();
    }

    @Override
    public void reopened(Handle handle, int from, int to) {
        throw refused();
    }

    @Override
    public void drop(Peer worker, String reason) {
        throw refused();
    }

    @Override
    public void stop(Peer worker, String reason) {
        throw refused();
    }

    @Override
    public void retired(Peer worker) {
        throw refused();
    }

    @Override
    public void observed(Observation what, long task, int attempt, @Nullable Peer worker, @Nullable Failure failure) {
        throw refused();
    }

    @Override
    public void log(String line) {
        throw refused();
    }

    private static IllegalStateException refused() {
        return new IllegalStateException("an instruction outside of an event");
    }
}

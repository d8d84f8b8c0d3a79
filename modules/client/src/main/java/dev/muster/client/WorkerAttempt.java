package dev.muster.client;

import dev.muster.node.Session;
import dev.muster.scheduler.SchedulerEvent;
import dev.muster.task.TaskFrame;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** An attempt on a worker's task thread. */
record WorkerAttempt(TaskFrame frame) implements Attempt {

    static @Nullable WorkerAttempt current() {
        TaskFrame frame = TaskFrame.current();
        return frame == null ? null : new WorkerAttempt(frame);
    }

    @Override
    public @Nullable Session session() {
        return frame.sessionHome() instanceof Session session ? session : null;
    }

    @Override
    public SchedulerEvent.Parent parent() {
        return new SchedulerEvent.Parent(frame.task(), frame.attempt());
    }

    @Override
    public String key() {
        String key = Clients.keyOf(frame.session(), frame.task());
        return key == null ? name() + "-#" + Long.toHexString(frame.task()) : key;
    }

    @Override
    public String name() {
        return frame.spec().name();
    }

    @Override
    public String worker() {
        return frame.worker();
    }

    @Override
    public int number() {
        return frame.attempt();
    }

    @Override
    public boolean cancelled() {
        return frame.cancelled();
    }

    @Override
    public boolean await(BooleanSupplier done, long nanos) throws InterruptedException {
        return frame.await(done, nanos);
    }
}

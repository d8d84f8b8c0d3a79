package dev.muster.client;

import dev.muster.cluster.WorkerInfo;
import dev.muster.event.ClientListener;
import dev.muster.event.Subscription;
import dev.muster.event.TaskEvent;
import dev.muster.protocol.Failure;
import dev.muster.protocol.PeerInfo;
import dev.muster.scheduler.SchedulerOutput.Observation;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One listener and its thread. Thread-safe: the loop puts in, the thread takes out; what does not fit is lost and counted. */
final class Listening implements Subscription, Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(ClientListener.class);
    private static final int MOST_WAITING = 8_192;
    /** Says that there is no more to come. */
    private static final Runnable END = new End();

    private final ClientListener listener;
    private final Client client;
    private final Consumer<Listening> ended;
    private final BlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
    private final AtomicLong lost = new AtomicLong();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread thread;

    private record End() implements Runnable {
        @Override
        public void run() {}
    }

    /** What the loop saw of a task. Immutable. */
    record Seen(
            Observation what,
            long task,
            int attempt,
            @Nullable String worker,
            @Nullable Failure failure,
            @Nullable TaskRecord record,
            long atMillis) {}

    Listening(ClientListener listener, Client client, Consumer<Listening> ended) {
        this.listener = listener;
        this.client = client;
        this.ended = ended;
        this.thread = new Thread(this, "muster-listener-" + client.name());
        thread.setDaemon(true);
        thread.start();
    }

    void task(Seen seen) {
        put(() -> tell(seen));
    }

    /** A worker has joined, or was lost for a reason. */
    void worker(PeerInfo worker, @Nullable String reason) {
        WorkerInfo info = Workers.info(worker);
        put(() -> {
            if (reason == null) {
                listener.workerJoined(info);
            } else {
                listener.workerLost(info, reason);
            }
        });
    }

    private void put(Runnable call) {
        if (!closed.get() && !waiting.offer(call)) {
            lost.incrementAndGet();
        }
    }

    @Override
    public void run() {
        try {
            for (Runnable call = waiting.take(); call != END; call = waiting.take()) {
                call(call);
                report();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // by whoever wants it to end
        }
        report();
    }

    private static void call(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | Error thrown) {
            LOG.warn("A listener threw; listeners should not", thrown);
        }
    }

    /** Says, once the queue has been emptied, how many events were lost since. */
    private void report() {
        long count = waiting.isEmpty() ? lost.getAndSet(0) : 0;
        if (count > 0) {
            LOG.warn("A listener of client '{}' is too slow and lost {} events", client.name(), count);
        }
    }

    private void tell(Seen seen) {
        TaskRecord record = seen.record;
        String key = record == null ? null : record.keyOf(seen.task);
        String name = record == null ? "task" : record.nameOf(seen.task);
        String shown = key == null ? name + "-#" + Long.toHexString(seen.task) : key;
        Throwable failure = seen.failure == null
                ? null
                : Thrown.of(
                        shown,
                        new Outcome.Failed(seen.failure, seen.attempt, seen.worker == null ? "" : seen.worker),
                        client.connection());
        TaskEvent event =
                new TaskEvent(shown, name, seen.worker, seen.attempt, Instant.ofEpochMilli(seen.atMillis), failure);
        switch (seen.what) {
            case SUBMITTED -> listener.submitted(event);
            case STARTED -> listener.started(event);
            case FINISHED -> listener.finished(event);
            case FAILED -> listener.failed(event);
            case RETRIED -> listener.retried(event);
        }
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        waiting.clear();
        waiting.add(END);
        ended.accept(this);
    }
}

package dev.muster.client;

import dev.muster.event.ClientListener;
import dev.muster.event.Subscription;
import dev.muster.node.Session;
import dev.muster.protocol.Failure;
import dev.muster.protocol.Peer;
import dev.muster.protocol.PeerInfo;
import dev.muster.scheduler.SchedulerOutput.Observation;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes in what a session reports, under its loop, and hands it to listeners' own threads. Thread-safe. */
final class Events implements Session.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(Client.class);

    private final Client client;
    private final Workers workers;
    private final List<Listening> listeners = new CopyOnWriteArrayList<>();
    private final Map<Peer, String> names = new ConcurrentHashMap<>();
    private boolean observing;

    Events(Client client, Workers workers) {
        this.client = client;
        this.workers = workers;
    }

    // ---- callers

    Subscription listen(ClientListener listener) {
        Listening listening = new Listening(listener, client, this::ended);
        listeners.add(listening);
        observe();
        return listening;
    }

    private void ended(Listening listening) {
        listeners.remove(listening);
        observe();
    }

    private synchronized void observe() {
        boolean wanted = !listeners.isEmpty();
        Connection connection = client.connection();
        if (wanted != observing && !connection.session().closed()) {
            observing = wanted;
            connection.boundTasks().note(wanted);
            connection.insight().observe(wanted);
        }
    }

    /** There is a new session. */
    synchronized void restarted() {
        observing = false;
        observe();
    }

    void close() {
        listeners.forEach(Listening::close);
    }

    // ---- under the loop

    @Override
    public void joined(PeerInfo worker) {
        names.put(worker.peer(), worker.name());
        each(listening -> listening.worker(worker, null));
        if (workers.prepares()) {
            client.connection().session().completions().execute(() -> workers.joined(worker.name()));
        }
    }

    @Override
    public void lost(PeerInfo worker, String reason) {
        names.remove(worker.peer());
        each(listening -> listening.worker(worker, reason));
    }

    @Override
    public void observed(Observation what, long task, int attempt, @Nullable Peer worker, @Nullable Failure failure) {
        if (listeners.isEmpty()) {
            return;
        }
        TaskRecord record = client.connection().boundTasks().find(task);
        String name = worker == null ? null : names.get(worker);
        long now = System.currentTimeMillis();
        each(listening -> listening.task(new Listening.Seen(what, task, attempt, name, failure, record, now)));
    }

    private void each(Consumer<Listening> action) {
        listeners.forEach(action);
    }

    @Override
    public void log(String line) {
        LOG.info("{}", line);
    }

    @Override
    public void failed(Throwable story) {
        LOG.error("The session of client '{}' cannot go on", client.name(), story);
    }
}

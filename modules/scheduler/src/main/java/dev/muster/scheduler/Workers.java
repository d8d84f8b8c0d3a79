package dev.muster.scheduler;

import dev.muster.protocol.Peer;
import dev.muster.protocol.PeerInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The workers that are there, and the names of those that were. Owned by the scheduler's loop. */
final class Workers {
    private final Map<Peer, WorkerView> present = new LinkedHashMap<>();
    /** The latest incarnations by the ids of their peers, all but 0. With many workers the other map is cold in every event. */
    private final LongIntMap numbers = new LongIntMap();

    private @Nullable WorkerView[] byNumber = new WorkerView[8];
    private int last;
    private int threads;
    private long largestMemory;

    final Emptiest emptiest = new Emptiest();
    /** Workers to which something is to be sent. */
    final List<WorkerView> dirty = new ArrayList<>();

    /** A worker joins. */
    WorkerView add(PeerInfo info) {
        WorkerView worker = new WorkerView(++last, info);
        if (last == byNumber.length) {
            byNumber = Arrays.copyOf(byNumber, last * 2);
        }
        byNumber[last] = worker;
        present.put(info.peer(), worker);
        if (info.peer().id() != 0) {
            numbers.put(info.peer().id(), last);
        }
        summarise();
        return worker;
    }

    /** A worker is gone; its number stays its own. */
    void remove(WorkerView worker) {
        present.remove(worker.peer);
        if (worker.peer.id() != 0 && numbers.get(worker.peer.id(), 0) == worker.number) {
            numbers.remove(worker.peer.id());
        }
        emptiest.remove(worker);
        worker.clear();
        summarise();
    }

    private void summarise() {
        threads = 0;
        largestMemory = 0;
        for (WorkerView worker : present.values()) {
            threads += worker.info.threads();
            largestMemory = Math.max(largestMemory, worker.info.memory() == 0 ? Long.MAX_VALUE : worker.info.memory());
        }
    }

    /** The worker of this incarnation, or null. */
    @Nullable
    WorkerView find(Peer peer) {
        WorkerView latest = peer.id() == 0 ? null : byNumber[numbers.get(peer.id(), 0)];
        return latest != null && latest.epoch == peer.epoch() ? latest : present.get(peer);
    }

    /** A worker by its number, there or gone. */
    WorkerView get(int number) {
        WorkerView worker = byNumber[number];
        if (worker == null) {
            throw new IllegalStateException("no worker " + number);
        }
        return worker;
    }

    /** A worker's name, there or gone. */
    String name(int number) {
        return get(number).info.name();
    }

    Collection<WorkerView> all() {
        return present.values();
    }

    int count() {
        return present.size();
    }

    /** Task threads of all together. */
    int threads() {
        return threads;
    }

    /** The highest memory limit of any of them, in bytes; {@link Long#MAX_VALUE} if one has none. */
    long largestMemory() {
        return largestMemory;
    }

    /** Something is to be sent to it. */
    void touch(WorkerView worker) {
        if (!worker.dirty && !worker.gone) {
            worker.dirty = true;
            dirty.add(worker);
        }
    }
}

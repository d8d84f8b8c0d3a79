package dev.muster.testkit.simulation;

import dev.muster.protocol.Peer;
import dev.muster.protocol.PeerInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Everything of one run: time, network, nodes, and those who watch and disturb them. Owned by one simulation. */
final class Cluster {
    final Scenario scenario;
    final Agenda agenda = new Agenda();
    final Story story;
    final Network network;
    final Data data;
    final Auditor auditor;
    final Machines machines;
    final Saboteur saboteur;
    final Mishaps mishaps;
    final Idleness idleness;
    final List<SimulatedClient> clients = new ArrayList<>();
    /** Measures drains in figures; a run that is to be repeatable has none. */
    LongSupplier clock = () -> 0;

    long eventsApplied;

    private final Chance chance;
    private final Map<Integer, SimulatedWorker> seated = new LinkedHashMap<>();
    private final Map<Integer, Integer> epochs = new LinkedHashMap<>();
    private final Map<Peer, SimulatedWorker> workers = new LinkedHashMap<>();
    private long lastProgress;
    private long eventsAtProgress;
    private final Map<Result, Integer> copies = new HashMap<>();
    private long storedNow;
    private long storedMost;
    private long resultsMost;

    Cluster(Scenario scenario, Machines machines, Saboteur saboteur, Story story) {
        this.scenario = scenario;
        this.machines = machines;
        this.saboteur = saboteur;
        this.story = story;
        chance = new Chance(scenario.seed() ^ 0x5eed);
        network = new Network(agenda, chance.fork(), scenario.delayNanos(), scenario.stragglers());
        data = new Data(this, chance.fork());
        auditor = new Auditor(this);
        idleness = new Idleness(this);
        mishaps = new Mishaps(this, chance.fork());
        saboteur.attach(this);
        for (int i = 0; i < scenario.clients(); i++) {
            clients.add(new SimulatedClient(this, new Peer(0xc0 + i, 1), chance.fork()));
        }
        for (int seat = 0; seat < scenario.seats().size(); seat++) {
            sit(seat);
        }
    }

    /** A new process takes a place and meets every client. */
    SimulatedWorker sit(int number) {
        SimulatedWorker worker =
                new SimulatedWorker(this, scenario.seats().get(number), newInfo(number), chance.fork());
        worker.note("starts", worker.peer());
        reseat(worker);
        connect(worker);
        return worker;
    }

    /** Knows the worker by its present epoch only. */
    void reseat(SimulatedWorker worker) {
        seated.put(seatOf(worker), worker);
        workers.values().remove(worker);
        workers.put(worker.peer(), worker);
    }

    /** The worker meets every client. */
    void connect(SimulatedWorker worker) {
        for (SimulatedClient client : clients) {
            if (!client.closed()) {
                Link link = new Link(this, client, worker);
                client.link(link);
                worker.link(link);
                link.open();
            }
        }
    }

    /** What the next incarnation in a place tells of itself. */
    PeerInfo newInfo(int number) {
        Scenario.Seat seat = scenario.seats().get(number);
        int epoch = epochs.merge(number, 1, Integer::sum);
        return new PeerInfo(
                new Peer(0x10 + number, epoch),
                PeerInfo.Role.WORKER,
                seat.name(),
                "machine" + number % 2,
                "simulated:" + number,
                1000L * number + epoch,
                seat.threads(),
                0,
                seat.resources(),
                seat.tags(),
                List.of(),
                1,
                "",
                "17");
    }

    /** The incarnation, if it still lives. */
    @Nullable
    SimulatedWorker worker(Peer peer) {
        SimulatedWorker worker = workers.get(peer);
        return worker == null || worker.ended() ? null : worker;
    }

    /** Who is in the places now. */
    List<SimulatedWorker> seated() {
        return seated.values().stream().filter(worker -> !worker.ended()).toList();
    }

    int seatOf(SimulatedWorker worker) {
        return (int) (worker.peer().id() - 0x10);
    }

    /** Nothing is stored, running or waiting at a worker whose sessions have let everything go. */
    void checkEmpty(SimulatedWorker worker) {
        if (!worker.store.isEmpty()) {
            throw new SimulationFault(worker.name + " still holds " + worker.store.keySet());
        }
        if (!worker.busyThreads().isEmpty()) {
            throw new SimulationFault(worker.name + " still runs " + worker.busyThreads());
        }
        worker.checkIdle();
    }

    /** A value came into a worker's store, or with -1 went. */
    void stored(Result result, int difference) {
        copies.merge(result, difference, Cluster::sum);
        storedNow += difference;
        storedMost = Math.max(storedMost, storedNow);
        resultsMost = Math.max(resultsMost, copies.size());
    }

    /** Null for none, so that the entry goes. */
    private static @Nullable Integer sum(Integer some, Integer more) {
        int sum = some + more;
        return sum == 0 ? null : sum;
    }

    /** The most values that were stored at once in all workers, copies of one result counted each. */
    long storedMost() {
        return storedMost;
    }

    /** The most results that were stored at once, in however many workers. */
    long resultsMost() {
        return resultsMost;
    }

    /** Something got on. */
    void progress() {
        lastProgress = agenda.now();
        eventsAtProgress = eventsApplied;
    }

    long eventsSinceProgress() {
        return eventsApplied - eventsAtProgress;
    }

    long sinceProgress() {
        return agenda.now() - lastProgress;
    }
}

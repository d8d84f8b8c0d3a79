package dev.muster.testkit.simulation;

import dev.muster.protocol.Loss;
import dev.muster.protocol.Message;
import dev.muster.protocol.Peer;
import dev.muster.protocol.Span;
import dev.muster.scheduler.SchedulerEvent;
import dev.muster.worker.WorkerEvent;
import java.util.ArrayList;
import java.util.List;

/** What goes wrong in a run, by plan or by request of a machine, and how the cluster goes on after it. Owned by one simulation. */
final class Mishaps {
    private static final long MILLISECOND = 1_000_000;
    /** A peer that is silent for so long is lost. */
    private static final long LIVENESS_NANOS = 10_000 * MILLISECOND;

    private final Cluster cluster;
    private final Chance chance;
    private int planned;
    private int pending;
    /** Deaths that may be blamed on whoever ran; one more and an innocent task could be given up. */
    private int deathsLeft = 2;

    Mishaps(Cluster cluster, Chance chance) {
        this.cluster = cluster;
        this.chance = chance;
        planned = cluster.scenario.mishaps();
    }

    /** Tasks of the run kill workers: then no death comes by chance. */
    void expectPoison() {
        deathsLeft = 0;
    }

    /** Nothing is under way that still will go wrong or be mended. */
    boolean settled() {
        return pending == 0;
    }

    /** Called at every step of a program: the time for a mishap may have come. */
    void step() {
        if (planned > 0 && chance.percent(40)) {
            planned--;
            later(chance.oneIn(3) ? chance.around(20 * MILLISECOND) : chance.around(200_000), this::happen);
        }
        if (cluster.scenario.nagging() && chance.percent(40)) {
            later(chance.around(500_000), this::nag);
        }
    }

    private void later(long delay, Runnable what) {
        pending++;
        cluster.agenda.after(delay, () -> {
            pending--;
            what.run();
        });
    }

    private void happen() {
        List<SimulatedWorker> workers = cluster.seated();
        if (workers.isEmpty()) {
            return;
        }
        SimulatedWorker worker = chance.of(workers);
        switch (chance.below(6)) {
            case 0, 1 -> dies(worker);
            case 2, 3 -> breaks(worker);
            case 4 -> freezes(worker, chance.around(30 * MILLISECOND));
            default -> freezes(worker, LIVENESS_NANOS + chance.around(2_000 * MILLISECOND));
        }
    }

    private void dies(SimulatedWorker worker) {
        if (deathsLeft-- <= 0) {
            breaks(worker);
            return;
        }
        kill(worker, Loss.Kind.DIED, chance.oneIn(2), "killed by the simulation");
    }

    /** Its process ends; the clients learn of what had been sent before, or of a part of that. */
    private void kill(SimulatedWorker worker, Loss.Kind kind, boolean recorder, String detail) {
        if (worker.ended()) {
            return;
        }
        worker.note("ends", kind + " " + detail);
        cluster.auditor.disturb();
        for (Link link : worker.links()) {
            List<Span> running = recorder ? worker.running(link.client.peer()) : List.of();
            link.sever(new Loss(kind, detail, running, recorder, List.of("last words")));
        }
        worker.end();
        comesBack(worker, chance.around(5 * MILLISECOND));
    }

    private void comesBack(SimulatedWorker worker, long delay) {
        later(delay, () -> cluster.sit(cluster.seatOf(worker)));
    }

    private void breaks(SimulatedWorker worker) {
        List<Link> whole = new ArrayList<>();
        for (Link link : worker.links()) {
            if (link.atClient && link.atWorker) {
                whole.add(link);
            }
        }
        if (!whole.isEmpty()) {
            Link link = chance.of(whole);
            worker.note("loses its link to", link.client.name);
            link.sever(Loss.of(Loss.Kind.SILENT, "the link broke"));
        }
    }

    private void freezes(SimulatedWorker worker, long nanos) {
        if (worker.frozen()) {
            return;
        }
        worker.freeze();
        for (Link link : worker.links()) {
            later(LIVENESS_NANOS + chance.around(100 * MILLISECOND), () -> {
                if (worker.frozen() && !worker.ended()) {
                    link.client.arrive(() -> link.loseAtClient(Loss.of(Loss.Kind.SILENT, "silent for 10 s")));
                }
            });
        }
        later(nanos, () -> {
            worker.thaw();
            if (!worker.ended()) {
                for (Link link : worker.links()) {
                    link.sendToClient(new Message.Ping(0, true));
                }
            }
        });
    }

    // ---- asked for by machines and tasks

    /** A task killed its process; the flight recorder survives. */
    void poisoned(SimulatedWorker worker) {
        kill(worker, Loss.Kind.DIED, true, "poisoned");
    }

    /** A scheduler ends a worker's process. */
    void stopped(Peer peer, String reason) {
        SimulatedWorker worker = cluster.worker(peer);
        if (worker != null) {
            later(cluster.network.delay(), () -> killNamed(worker, reason));
        }
    }

    private void killNamed(SimulatedWorker worker, String reason) {
        if (worker.ended()) {
            return;
        }
        for (Link link : worker.links()) {
            link.sever(new Loss(Loss.Kind.KILLED, reason, List.of(), true, List.of()));
        }
        kill(worker, Loss.Kind.KILLED, false, reason);
    }

    /** A worker asks to be replaced, or leaves. */
    void leaves(SimulatedWorker worker, String reason) {
        for (Link link : worker.links()) {
            link.sever(Loss.of(reason.equals("left") ? Loss.Kind.LEFT : Loss.Kind.KILLED, reason));
        }
        kill(worker, Loss.Kind.LEFT, false, reason);
    }

    /** A worker finds itself lost by a client: its attempts are void for all, and it comes back under another epoch. */
    void fenced(SimulatedWorker worker) {
        if (worker.ended()) {
            return;
        }
        worker.note("is fenced", worker.peer());
        List<Peer> sessions = new ArrayList<>();
        for (Link link : worker.links()) {
            link.atWorker = false;
            sessions.add(link.client.peer());
            link.sever(Loss.of(Loss.Kind.DROPPED, "fenced"));
        }
        worker.rejoin(cluster.newInfo(cluster.seatOf(worker)));
        cluster.reseat(worker);
        later(chance.around(MILLISECOND), () -> {
            if (!worker.ended()) {
                cluster.connect(worker);
            }
        });
        later(200 * MILLISECOND, () -> sessions.forEach(worker::leaseOver));
    }

    /** A client says that a worker which it retired holds nothing of it any more. */
    void retired(Peer peer) {
        SimulatedWorker worker = cluster.worker(peer);
        if (worker != null
                && cluster.clients.stream().filter(client -> !client.closed()).count() == 1) {
            later(cluster.network.delay(), () -> leaves(worker, "left"));
        }
    }

    /** A client that was closed has said all it had to say. */
    void clientEnds(SimulatedClient client) {
        for (Link link : client.links()) {
            link.atClient = false;
            later(cluster.network.delay() * 3, () -> link.worker.arrive(link::loseAtWorker));
        }
        client.end();
    }

    // ---- back-pressure and memory

    private void nag() {
        List<SimulatedWorker> workers = cluster.seated();
        if (workers.isEmpty()) {
            return;
        }
        SimulatedWorker worker = chance.of(workers);
        long spell = chance.around(2 * MILLISECOND);
        if (chance.oneIn(3)) {
            worker.offer(new WorkerEvent.MemoryMeasured(0, chance.oneIn(10) ? 97 : 85, 100, true));
            later(spell, () -> worker.offer(new WorkerEvent.MemoryMeasured(0, 10, 100, true)));
            return;
        }
        for (Link link : worker.links()) {
            if (link.atClient && link.atWorker) {
                jam(link, spell);
                return;
            }
        }
    }

    private void jam(Link link, long nanos) {
        if (chance.oneIn(2)) {
            link.client.offer(new SchedulerEvent.Writable(link.peer, false));
            later(nanos, () -> {
                if (link.atClient) {
                    link.client.offer(new SchedulerEvent.Writable(link.peer, true));
                }
            });
        } else {
            link.worker.offer(new WorkerEvent.Writable(link.client.peer(), false, chance.oneIn(2)));
            later(nanos, () -> {
                if (link.atWorker) {
                    link.worker.offer(new WorkerEvent.Writable(link.client.peer(), true, false));
                }
            });
        }
    }
}

package dev.muster.testkit.simulation;

import dev.muster.protocol.Loss;
import dev.muster.protocol.Message;
import dev.muster.protocol.Peer;
import dev.muster.protocol.PeerInfo;

/**
 * What joins one client and one incarnation of a worker. Owned by one simulation.
 *
 * <p>Each direction keeps its order; delays are drawn by message. {@code joined} precedes the first message, {@code lost} is the last
 * word, and between a break and its notice both ends talk into the void. An end that has lost the other answers with a reset.
 */
final class Link {
    final SimulatedClient client;
    final SimulatedWorker worker;
    /** The worker's incarnation. */
    final PeerInfo info;

    final Peer peer;
    final Pipe toWorker = new Pipe();
    final Pipe toClient = new Pipe();
    /** The client has heard of the worker and has not lost it. */
    boolean atClient;
    /** The worker has heard of the client and has not lost it. */
    boolean atWorker;

    private final Cluster cluster;
    private boolean broken;

    /** One direction. */
    static final class Pipe {
        private long lastDue;
        private long sent;
        private long delivered;
        /** Messages after this one are lost. */
        private long kept = Long.MAX_VALUE;

        long inFlight() {
            return sent - delivered;
        }

        long deliver(Agenda agenda, long delay, Network.Receiver receiver, Runnable delivery) {
            long number = ++sent;
            lastDue = Math.max(lastDue, agenda.now() + delay);
            agenda.at(
                    lastDue,
                    () -> receiver.arrive(() -> {
                        delivered = number;
                        if (number <= kept) {
                            delivery.run();
                        }
                    }));
            return lastDue;
        }

        long drop(Agenda agenda, Chance chance) {
            kept = sent - (chance.oneIn(3) ? 0 : chance.below((int) inFlight() + 1));
            return Math.max(lastDue, agenda.now());
        }
    }

    Link(Cluster cluster, SimulatedClient client, SimulatedWorker worker) {
        this.cluster = cluster;
        this.client = client;
        this.worker = worker;
        info = worker.info();
        peer = info.peer();
    }

    /** Tells both ends of each other, each after a delay of its own. */
    void open() {
        long atClientDue = cluster.network.delay();
        long atWorkerDue = cluster.network.delay();
        toClient.lastDue = cluster.agenda.now() + atClientDue;
        toWorker.lastDue = cluster.agenda.now() + atWorkerDue;
        client.after(atClientDue, () -> {
            if (!broken) {
                atClient = true;
                client.joined(this);
            }
        });
        worker.after(atWorkerDue, () -> {
            if (!broken) {
                atWorker = true;
                worker.opened(this);
            }
        });
    }

    void sendToWorker(Message message) {
        long due = cluster.network.send(toWorker, worker, () -> {
            if (atWorker) {
                worker.received(this, message);
            } else if (atClient) {
                reset(true);
            }
        });
        cluster.idleness.sent(worker, message, due);
    }

    void sendToClient(Message message) {
        long due = cluster.network.send(toClient, client, () -> {
            if (atClient) {
                client.received(this, message);
            } else if (atWorker) {
                reset(false);
            }
        });
        cluster.idleness.sent(worker, message, due);
    }

    /** A frame came for a pair that is unknown at its receiver: its sender must regard the receiver as lost. */
    private void reset(boolean toTheClient) {
        Message answer = new Message.Reset("unknown here");
        if (toTheClient) {
            sendToClient(answer);
        } else {
            sendToWorker(answer);
        }
    }

    /** Something between the two breaks: the last messages of both directions are lost, then both ends hear of it. */
    void sever(Loss why) {
        if (broken) {
            return;
        }
        broken = true;
        long clientDue = cluster.network.drop(toClient);
        long workerDue = cluster.network.drop(toWorker);
        cluster.agenda.at(clientDue, () -> client.arrive(() -> loseAtClient(why)));
        cluster.agenda.at(workerDue, () -> worker.arrive(this::loseAtWorker));
    }

    /** The client regards the worker as lost, now. */
    void loseAtClient(Loss why) {
        if (atClient) {
            atClient = false;
            client.lost(this, why);
        }
    }

    /** The worker regards the client as lost, now. */
    void loseAtWorker() {
        if (atWorker) {
            atWorker = false;
            worker.lostSession(this);
        }
    }
}

package dev.muster.testkit.simulation;

import dev.muster.protocol.Message;
import dev.muster.protocol.Peer;
import dev.muster.scheduler.SchedulerEvent;
import dev.muster.worker.WorkerEvent;
import java.util.List;

/** Stands between machines and shells and may change what passes; this one lets everything through. Owned by one simulation. */
class Saboteur {
    /** Called once, before anything passes. */
    void attach(Cluster cluster) {}

    /** What a scheduler hears. */
    List<SchedulerEvent> schedulerEvent(SimulatedClient client, SchedulerEvent event) {
        return List.of(event);
    }

    /** What a worker hears. */
    List<WorkerEvent> workerEvent(SimulatedWorker worker, WorkerEvent event) {
        return List.of(event);
    }

    /** What a scheduler says. */
    List<Message> schedulerMessage(SimulatedClient client, Peer worker, Message message) {
        return List.of(message);
    }

    /** What a worker says. */
    List<Message> workerMessage(SimulatedWorker worker, Message message) {
        return List.of(message);
    }

    /** Whether a cut gets lost on its way to the thread. */
    boolean swallowsCut() {
        return false;
    }
}

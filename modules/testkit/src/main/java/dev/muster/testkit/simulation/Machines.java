package dev.muster.testkit.simulation;

import dev.muster.protocol.Peer;
import dev.muster.protocol.PeerInfo;
import dev.muster.scheduler.SchedulerSettings;
import dev.muster.scheduler.SchedulerState;
import dev.muster.worker.WorkerLimits;
import dev.muster.worker.WorkerState;

/** Makes the machines of a simulated cluster. Immutable. */
interface Machines {
    SchedulerState scheduler(Peer client);

    WorkerState worker(PeerInfo self);

    /** The real ones, with the limits that a scenario needs. */
    static Machines real(Scenario scenario) {
        return new Machines() {
            @Override
            public SchedulerState scheduler(Peer client) {
                return new SchedulerState(SchedulerSettings.DEFAULT);
            }

            @Override
            public WorkerState worker(PeerInfo self) {
                return new WorkerState(self, WorkerLimits.DEFAULT);
            }
        };
    }
}

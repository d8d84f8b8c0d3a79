package dev.muster.testkit.simulation;

import dev.muster.config.SchedulerSettings;
import dev.muster.config.WorkerSettings;
import dev.muster.protocol.Peer;
import dev.muster.protocol.PeerInfo;
import dev.muster.scheduler.SchedulerState;
import dev.muster.worker.WorkerState;
import java.time.Duration;

/** Makes the machines of a simulated cluster. Immutable. */
interface Machines {
    SchedulerState scheduler(Peer client);

    WorkerState worker(PeerInfo self);

    /** The real ones. */
    static Machines real() {
        SchedulerSettings schedulerSettings =
                new SchedulerSettings(3, Duration.ofSeconds(30), 4_096, Duration.ofSeconds(10), Duration.ofSeconds(30));
        WorkerSettings workerSettings = new WorkerSettings(256, null, Duration.ofSeconds(1), 0.60, 0.80, 0.95);
        return new Machines() {
            @Override
            public SchedulerState scheduler(Peer client) {
                return new SchedulerState(schedulerSettings);
            }

            @Override
            public WorkerState worker(PeerInfo self) {
                return new WorkerState(self, workerSettings);
            }
        };
    }
}

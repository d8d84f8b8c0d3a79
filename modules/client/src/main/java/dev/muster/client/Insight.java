package dev.muster.client;

import dev.muster.protocol.Peer;
import dev.muster.scheduler.Figures;
import dev.muster.scheduler.TaskRef;
import java.util.List;

/** What a client can ask about its tasks without waiting for them. Thread-safe; a question may take a turn of the loop. */
interface Insight {

    /** Why it waits, or how it ended: who, where, how often. */
    String explain(TaskRef task);

    /** The text key of a task. */
    String key(long task);

    /** The workers that hold the task's value now. */
    List<Peer> holders(TaskRef task);

    /** How many of everything. */
    Figures figures();

    /** Turns the reports for listeners on or off. */
    void observe(boolean on);
}

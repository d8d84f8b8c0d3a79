package dev.muster.scheduler;

import java.util.ArrayList;
import java.util.List;

/** What went wrong with a task so far. Owned by the scheduler's loop. Few tasks have one. */
final class Trouble {
    /** Failures that were retried. */
    int failures;
    /** Times that inputs were not where they should have been, for the current attempt. */
    int misses;
    /** When it must have ended, after the client asked for it again; 0: the submission says it. */
    long deadline;
    /** A sentence for each worker that died running it. */
    final List<String> deaths = new ArrayList<>();
    /** Tasks below it that need what it holds, to be judged when it waits. */
    final List<Deadlocks.Asking> askers = new ArrayList<>(0);
}

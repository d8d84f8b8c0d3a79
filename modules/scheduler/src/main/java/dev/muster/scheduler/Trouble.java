package dev.muster.scheduler;

import java.util.ArrayList;
import java.util.List;

/** What went wrong with a task so far. Owned by the scheduler's loop. Few tasks have one. */
final class Trouble {
    /** Failures that were retried. */
    int failures;
    /** Times that inputs were not where they should have been, for the current attempt. */
    int misses;
    /** A sentence for each worker that died running it. */
    final List<String> deaths = new ArrayList<>();
}

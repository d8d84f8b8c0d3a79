package dev.muster.protocol;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a submission asks for, shared by all its tasks. Immutable; data only, since no user code runs on a loop.
 *
 * @param kind the session's number for this kind of task: estimates of run time and size are kept per kind
 * @param name the kind's name, for people
 * @param priority the user's priority; the greater goes first; default 0
 * @param needs threads and resources, taken all or nothing
 * @param retry when and how often a failed attempt is made again
 * @param selection which workers may or should run it
 * @param timeoutNanos limit for one attempt, in nanoseconds; 0 for none
 * @param deadlineNanos limit from submission over all attempts and waiting, in nanoseconds; 0 for none
 * @param atMostOnce fail rather than run an attempt whose predecessor may have started
 */
public record TaskSpec(
        int kind,
        String name,
        int priority,
        Needs needs,
        Retry retry,
        Selection selection,
        long timeoutNanos,
        long deadlineNanos,
        boolean atMostOnce) {

    /** One plain task of a kind: one thread, no resources, no retries, any worker. */
    public static TaskSpec of(int kind, String name) {
        return new TaskSpec(kind, name, 0, Needs.ONE_THREAD, Retry.NEVER, Selection.ANY, 0, 0, false);
    }

    /**
     * What an attempt occupies while it runs. Immutable.
     *
     * @param threads at least 1
     * @param resources amounts by name, each above 0; usually empty
     */
    public record Needs(int threads, Map<String, Double> resources) {
        /** One thread and nothing else. */
        public static final Needs ONE_THREAD = new Needs(1, Map.of());

        public Needs {
            resources = Map.copyOf(resources);
            if (threads < 1) {
                throw new IllegalArgumentException("threads must be at least 1, not " + threads);
            }
        }
    }

    /**
     * Which failures of the user's code are tried again. Immutable.
     *
     * @param times how many attempts may follow the first
     * @param on names of exception classes; an exception is retried if its class or a superclass is named; empty: all
     * @param firstDelayNanos wait before the first retry; doubled for each further one
     * @param longestDelayNanos no wait is longer
     */
    public record Retry(int times, List<String> on, long firstDelayNanos, long longestDelayNanos) {
        /** A failure is final. */
        public static final Retry NEVER = new Retry(0, List.of(), 0, 0);

        public Retry {
            on = List.copyOf(on);
        }
    }

    /**
     * Which workers may run a task, and which it would like. Immutable. Workers are named by their text ids.
     *
     * @param only the only workers allowed; empty: all
     * @param rather preferred workers; empty: no preference
     * @param onlyTags tags that a worker must have, name to value
     * @param ratherTags tags that a worker should have
     */
    public record Selection(
            Set<String> only, Set<String> rather, Map<String, String> onlyTags, Map<String, String> ratherTags) {
        /** Any worker. */
        public static final Selection ANY = new Selection(Set.of(), Set.of(), Map.of(), Map.of());

        public Selection {
            only = Set.copyOf(only);
            rather = Set.copyOf(rather);
            onlyTags = Map.copyOf(onlyTags);
            ratherTags = Map.copyOf(ratherTags);
        }
    }
}

package dev.muster.worker;

import dev.muster.protocol.Peer;
import dev.muster.protocol.PeerInfo;
import dev.muster.protocol.TaskSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the parts of one worker machine share: who it is, the sessions, the threads, the story, and, while an event is applied, the
 * time and where instructions go. Owned by the worker's loop.
 */
final class Workshop {
    PeerInfo self;
    final WorkerLimits limits;
    final Story story;
    final Threads threads;
    final Resources resources;
    private final Map<Peer, SessionView> byClient = new HashMap<>();
    private final List<SessionView> sessions = new ArrayList<>();
    /** Records of runs to be used again, so that a single task costs less garbage. No more than were in use at once. */
    private final ArrayDeque<Given> spareRuns = new ArrayDeque<>();
    /** Time of the event being applied. */
    long now;

    private @Nullable WorkerOutput out;
    /** Number of the next run. */
    private long runs;
    /** The earliest time at which a tick is needed. */
    private long wake = Long.MAX_VALUE;
    /** Runs whose attempt has a time limit. */
    int clocked;
    /** Too many threads were written off: nothing starts any more. */
    boolean refusing;
    /** The worker is leaving. */
    boolean draining;

    Workshop(PeerInfo self, WorkerLimits limits) {
        if (self.threads() < 1) {
            throw new IllegalArgumentException("a worker has at least one thread, not " + self.threads());
        }
        this.self = self;
        this.limits = limits;
        story = new Story(limits.storyEntries());
        threads = new Threads(self.threads(), limits.maxWaiting());
        resources = new Resources(self.resources());
    }

    /** An event begins. */
    void at(long time, WorkerOutput output) {
        now = time;
        out = output;
    }

    /** Where instructions go. */
    WorkerOutput out() {
        if (out == null) {
            throw new IllegalStateException("no event is being applied");
        }
        return out;
    }

    List<SessionView> sessions() {
        return sessions;
    }

    @Nullable
    SessionView session(Peer client) {
        return byClient.get(client);
    }

    void open(SessionView session) {
        byClient.put(session.client, session);
        sessions.add(session);
    }

    void close(SessionView session) {
        byClient.remove(session.client);
        sessions.remove(session);
    }

    /** The session whose turn it must not precede: the least pass of those that are at work. */
    long leastPass() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < sessions.size(); i++) {
            SessionView session = sessions.get(i);
            if (session.wasBusy) {
                least = Math.min(least, session.turn.pass(now));
            }
        }
        return least == Long.MAX_VALUE ? 0 : least;
    }

    /** A record of a run that a thread is given: one that is not used any more, or a new one. */
    Given given(TaskThread thread, Execution run, WorkerTask task) {
        Given spare = spareRuns.pollLast();
        return spare == null ? new Given(thread, run, task) : spare.reuse(thread, run, task);
    }

    /** Nothing refers to this record any more. */
    void spare(Given given) {
        given.clear();
        spareRuns.addLast(given);
    }

    long nextRun() {
        return runs++;
    }

    /** A tick is needed at this time or before. */
    void wakeAt(long time) {
        wake = Math.min(wake, time);
    }

    long wake() {
        return wake;
    }

    void resetWake() {
        wake = Long.MAX_VALUE;
    }

    /** Notes what tasks of an assignment go through. */
    void note(WorkerTask task, int from, int count, State before, State after, Cause cause) {
        story.note(now, task.session.client, task.first + from, count, task.attempt, before, after, cause);
    }

    void note(SessionView session, Value value, State before, State after, Cause cause) {
        story.note(now, session.client, value.task, 1, value.attempt, before, after, cause);
    }

    /** A fault at this task. */
    IllegalTransition illegal(WorkerTask task, int position, String what) {
        return story.illegal(task.session.client, task.id(position), what);
    }

    /** A sentence about the first need that this worker can never meet, or null if it can meet all. */
    @Nullable
    String impossible(WorkerTask task) {
        TaskSpec.Needs needs = task.assignment.spec().needs();
        if (needs.threads() > threads.count) {
            return "needs " + needs.threads() + " threads, the worker has " + threads.count;
        }
        return resources.impossible(needs.resources());
    }
}

package dev.muster.scheduler;

import dev.muster.config.SchedulerSettings;
import dev.muster.protocol.Failure;
import dev.muster.protocol.Peer;
import dev.muster.protocol.TaskSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the scheduler knows, and the parts that act on it. Owned by the scheduler's loop. Each change of a task's state goes
 * through {@link #move}, which holds it against the table, counts it and notes it for the story.
 */
final class Ledger {
    final SchedulerSettings settings;
    final TaskTable tasks = new TaskTable();
    final TaskRuns runs = new TaskRuns(tasks);
    final Kinds kinds = new Kinds();
    final Lanes lanes = new Lanes(tasks, runs);
    final Workers workers = new Workers();
    final Timers timers = new Timers();
    final Story story;

    final Submitting submitting = new Submitting(this);
    final Readiness readiness = new Readiness(this);
    final Placement placement = new Placement(this);
    final Giving giving = new Giving(this);
    final RunAhead runAhead = new RunAhead(this);
    final Ending ending = new Ending(this);
    final Failing failing = new Failing(this);
    final Release release = new Release(this);
    final Lineage lineage = new Lineage(this);
    final Copies copies = new Copies(this);
    final InlineStore inline = new InlineStore(this);
    final Stopping stopping = new Stopping(this);
    final Nesting nesting = new Nesting(this);
    final Deadlocks deadlocks = new Deadlocks(this);
    final Cluster cluster = new Cluster(this);
    final Losing losing = new Losing(this);
    final Draining draining = new Draining(this);
    final Recall recall = new Recall(this);
    final Watchdog watchdog = new Watchdog(this);
    final Posting posting = new Posting(this);

    /** Now, and where instructions go: valid while an event is applied. */
    long now;

    SchedulerOutput out = Silence.INSTANCE;

    boolean observing;
    boolean closed;
    /** Tasks that have not ended. */
    long pending;
    /** When a task last changed its state. */
    long movedAt;

    private final Map<Long, Trouble> troubles = new HashMap<>();

    Ledger(SchedulerSettings settings) {
        this.settings = settings;
        story = new Story(settings.storyRing());
    }

    // ---- transitions

    /** A task changes its state; an exception with its story if the table does not know of it. */
    void move(int slot, State to, Cause cause) {
        State from = tasks.state(slot);
        if (!Transitions.allowed(from, to, cause)) {
            throw illegal(slot, from, to, cause);
        }
        Submission submission = tasks.submission(slot);
        TaskSpec spec = submission.spec(slot - submission.slot());
        if (from == State.QUEUED || to == State.QUEUED) {
            lanes.count(lanes.of(spec, tasks.is(slot, TaskTable.EXCLUSIVE)), to == State.QUEUED ? 1 : -1);
        }
        count(spec, from, to, 1);
        story.note(now, tasks.id(slot), 1, from, to, cause, tasks.attempt(slot), tasks.worker(slot));
        tasks.state(slot, to);
        movedAt = now;
    }

    /** Consecutive tasks of one submission, of one attempt, within a page, change their state alike. */
    void moveRun(int slot, int count, State from, State to, Cause cause) {
        if (!Transitions.allowed(from, to, cause)) {
            throw illegal(slot, from, to, cause);
        }
        Submission submission = tasks.submission(slot);
        TaskSpec spec = submission.spec(slot - submission.slot());
        if (from == State.QUEUED || to == State.QUEUED) {
            lanes.count(lanes.of(spec, tasks.is(slot, TaskTable.EXCLUSIVE)), to == State.QUEUED ? count : -count);
        }
        count(spec, from, to, count);
        story.note(now, tasks.id(slot), count, from, to, cause, tasks.attempt(slot), tasks.worker(slot));
        runs.state(slot, count, to);
        movedAt = now;
    }

    private void count(TaskSpec spec, State from, State to, int count) {
        kinds.of(spec).moved(from, to, count);
        if (from.pending() != to.pending()) {
            pending += to.pending() ? count : -count;
        }
    }

    private IllegalTransition illegal(int slot, State from, State to, Cause cause) {
        return new IllegalTransition(describe(slot) + " may not go from " + from + " to " + to + " because "
                + cause.words + ". Its story:\n  " + String.join("\n  ", storyOf(slot)));
    }

    // ---- the tasks' words

    /** What the task's submission asks for. */
    TaskSpec spec(int slot) {
        Submission submission = tasks.submission(slot);
        return submission.spec(slot - submission.slot());
    }

    Kind kind(int slot) {
        return kinds.of(spec(slot));
    }

    /** The task's name for people: what its handle calls it, else kind and number. */
    String describe(int slot) {
        Submission submission = tasks.submission(slot);
        int position = slot - submission.slot();
        String called = submission.handle.name(position);
        return called != null ? called : submission.spec(position).name() + "-" + submission.sequence(position);
    }

    List<String> storyOf(int slot) {
        return story.of(tasks.id(slot), now, workers);
    }

    // ---- trouble

    Trouble trouble(int slot) {
        tasks.set(slot, TaskTable.TROUBLED);
        return troubles.computeIfAbsent(tasks.id(slot), id -> new Trouble());
    }

    /** The trouble of a task that has some, or null. */
    @Nullable
    Trouble troubleOrNull(int slot) {
        return tasks.is(slot, TaskTable.TROUBLED) ? troubles.get(tasks.id(slot)) : null;
    }

    void troubleOver(int slot) {
        if (tasks.is(slot, TaskTable.TROUBLED)) {
            troubles.remove(tasks.id(slot));
            tasks.clear(slot, TaskTable.TROUBLED);
        }
    }

    /** Tasks in trouble. */
    int troubled() {
        return troubles.size();
    }

    // ---- telling

    /** Tells the client that a task has ended, if it holds it. */
    void settle(int slot) {
        if (tasks.is(slot, TaskTable.HELD)) {
            Submission submission = tasks.submission(slot);
            int position = slot - submission.slot();
            if (submission.handle instanceof RemoteChild child) {
                nesting.ready(child, slot);
            } else {
                out.settled(submission.handle, position, position + 1);
            }
        }
    }

    /** The same for a run of a map's tasks, all of them held. */
    void settle(MapTasks map, int position, int count) {
        out.settled(map.handle, position, position + count);
    }

    /** Tells the client that a task which had ended has not. */
    void reopen(int slot) {
        if (tasks.is(slot, TaskTable.HELD)) {
            Submission submission = tasks.submission(slot);
            int position = slot - submission.slot();
            if (!(submission.handle instanceof RemoteChild)) {
                out.reopened(submission.handle, position, position + 1);
            }
        }
    }

    void observe(SchedulerOutput.Observation what, int slot, @Nullable Failure failure) {
        if (observing && tasks.submission(slot).handle != Handles.NONE) {
            int worker = tasks.worker(slot);
            Peer peer = worker == 0 ? null : workers.get(worker).peer;
            out.observed(what, tasks.id(slot), tasks.attempt(slot), peer, failure);
        }
    }
}

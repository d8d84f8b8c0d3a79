package dev.muster.scheduler;

import dev.muster.config.SchedulerSettings;
import dev.muster.protocol.Failure;
import dev.muster.protocol.Message;
import dev.muster.protocol.Peer;
import dev.muster.protocol.TaskIds;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Who should run what: one client's scheduler. Owned by the scheduler's loop: no two threads may be in it at once. It does no I/O and reads
 * no clock; the same events at the same times give the same instructions.
 *
 * <p>The shell {@link #apply applies} what has gathered, one event after the other, and then {@link #flush flushes} once: the drain is
 * the batch. Applying changes the state and tells handles; flushing gives ready tasks to workers and sends what has gathered for each. After
 * a flush, {@link #nextTick} says when the shell is to apply {@link SchedulerEvent.Tick} at the latest.
 *
 * <p>How it works inside: {@link TaskTable} holds a record for each task in columns, {@link Ledger} what else there is to know;
 * {@link Submitting}, {@link Readiness}, {@link Placement}, {@link Giving}, {@link RunAhead} bring a task to a worker, {@link Ending} and
 * {@link Failing} take its end, {@link Release} and {@link Lineage} let go of values and compute them again.
 */
public final class SchedulerState {
    private final Ledger ledger;

    /** A scheduler without tasks or workers. */
    public SchedulerState(SchedulerSettings settings) {
        ledger = new Ledger(settings);
    }

    /** How many bytes of encoded results may come inside reports before workers keep theirs; to be said before the first event. */
    public void inlineLimit(long bytes) {
        ledger.inline.limit(bytes);
    }

    // ---- events in, instructions out

    /**
     * Applies one event.
     *
     * @param now nanoseconds on a clock that never goes back
     * @throws IllegalTransition if the machine has a bug; the node should fail with it
     */
    public void apply(long now, SchedulerEvent event, SchedulerOutput out) {
        ledger.now = now;
        ledger.out = out;
        if (event instanceof SchedulerEvent.Received received) {
            received(received.from(), received.message());
        } else if (event instanceof SchedulerEvent.Submitted submitted) {
            ledger.submitting.single(submitted);
        } else if (event instanceof SchedulerEvent.Released released) {
            ledger.release.released(released);
        } else if (event instanceof SchedulerEvent.MapSubmitted map) {
            ledger.submitting.map(map);
        } else if (event instanceof SchedulerEvent.ArgumentsArrived arguments) {
            ledger.submitting.arrived(arguments);
        } else if (event instanceof SchedulerEvent.Tick) {
            tick();
        } else if (!client(event)) {
            cluster(event);
        }
        ledger.out = Silence.INSTANCE;
    }

    private boolean client(SchedulerEvent event) {
        if (event instanceof SchedulerEvent.GraphSubmitted graph) {
            ledger.submitting.graph(graph);
        } else if (event instanceof SchedulerEvent.Scattered scattered) {
            ledger.submitting.scattered(scattered);
        } else if (event instanceof SchedulerEvent.ArgumentsFailed failed) {
            ledger.submitting.argumentsFailed(failed);
        } else if (event instanceof SchedulerEvent.CancelRequested cancel) {
            ledger.stopping.cancelRequested(cancel);
        } else if (event instanceof SchedulerEvent.RetryRequested retry) {
            ledger.failing.retryRequested(retry);
        } else if (event instanceof SchedulerEvent.FetchFailed failed) {
            long task = failed.handle().firstTask() + failed.index();
            int slot = ledger.tasks.find(task);
            if (slot >= 0) {
                ledger.lineage.notThere(task, ledger.tasks.attempt(slot), failed.holder());
            }
        } else if (event instanceof SchedulerEvent.Closed closed) {
            ledger.stopping.close(closed.reason());
        } else {
            return event instanceof SchedulerEvent.Awaited; // placing at once is what happens anyway
        }
        return true;
    }

    private void cluster(SchedulerEvent event) {
        if (event instanceof SchedulerEvent.WorkerJoined joined) {
            ledger.cluster.joined(joined.worker());
        } else if (event instanceof SchedulerEvent.WorkerLost lost) {
            WorkerView worker = ledger.workers.find(lost.worker());
            if (worker != null) {
                ledger.losing.lost(worker, lost.why());
            }
        } else if (event instanceof SchedulerEvent.RetireRequested retire) {
            ledger.draining.requested(retire.workers());
        } else if (event instanceof SchedulerEvent.Writable writable) {
            WorkerView worker = ledger.workers.find(writable.worker());
            if (worker != null) {
                ledger.cluster.writable(worker, writable.writable());
            }
        } else {
            throw new IllegalArgumentException("an event that is not known: " + event);
        }
    }

    private void received(Peer from, Message message) {
        WorkerView worker = ledger.workers.find(from);
        if (worker == null) {
            return; // an incarnation that is gone
        }
        if (message instanceof Message.Finished finished) {
            ledger.ending.finished(worker, finished);
        } else if (message instanceof Message.Failed failed) {
            ledger.ending.failed(worker, failed);
        } else if (message instanceof Message.Grant grant) {
            ledger.cluster.granted(worker, grant);
        } else if (message instanceof Message.Returned returned) {
            ledger.ending.returned(worker, returned);
        } else if (message instanceof Message.Waiting waiting) {
            ledger.ending.waiting(worker, waiting.task(), waiting.attempt());
        } else if (message instanceof Message.Resumed resumed) {
            ledger.ending.resumed(worker, resumed.task(), resumed.attempt());
        } else if (message instanceof Message.Submit submit) {
            ledger.nesting.submit(worker, submit);
        } else if (message instanceof Message.Free free) {
            ledger.nesting.freed(worker, free.children());
        } else if (message instanceof Message.Cancel cancel) {
            ledger.nesting.cancelled(worker, cancel.children());
        } else if (message instanceof Message.Missing missing) {
            ledger.ending.missing(worker, missing);
        } else {
            rarelyReceived(worker, message);
        }
    }

    private void rarelyReceived(WorkerView worker, Message message) {
        if (message instanceof Message.Draining) {
            ledger.draining.begun(worker);
        } else if (message instanceof Message.Drained) {
            ledger.draining.drained(worker);
        } else if (message instanceof Message.Inventory inventory) {
            ledger.lineage.offered(worker, inventory);
        } else if (message instanceof Message.Reset reset) {
            ledger.out.drop(worker.peer, "it does not know us any more: " + reset.reason());
        } else if (!(message instanceof Message.Ping)) {
            ledger.out.drop(
                    worker.peer,
                    "it sent what no worker may send: " + message.getClass().getSimpleName());
        }
    }

    private void tick() {
        while (ledger.timers.next() <= ledger.now) {
            long task = ledger.timers.task();
            int count = ledger.timers.count();
            Timers.Purpose purpose = ledger.timers.purpose();
            ledger.timers.pop();
            if (purpose == Timers.Purpose.RETRY) {
                ledger.failing.delayOver(task, count);
            } else {
                ledger.stopping.deadline(task, count);
            }
        }
        ledger.posting.tick();
        ledger.watchdog.tick();
    }

    /** Gives ready tasks to workers and sends what has gathered; called after a drain. */
    public void flush(long now, SchedulerOutput out) {
        ledger.now = now;
        ledger.out = out;
        ledger.cluster.unreserve();
        ledger.deadlocks.consider();
        ledger.placement.place();
        ledger.runAhead.arrivals();
        ledger.cluster.giveUpHopeless();
        ledger.recall.consider();
        ledger.draining.advance();
        ledger.inline.flush();
        ledger.posting.flush();
        ledger.out = Silence.INSTANCE;
    }

    /** When the shell is to apply a tick at the latest, on the clock of {@link #apply}; {@link Long#MAX_VALUE} for never. */
    public long nextTick() {
        long next = Math.min(ledger.timers.next(), ledger.posting.nextTick());
        next = Math.min(next, ledger.recall.nextTick());
        next = Math.min(next, ledger.watchdog.nextTick());
        return Math.min(next, ledger.cluster.nextTick());
    }

    /** Applies one event and flushes; the instructions in a list. For tests. */
    public List<Instruction> apply(long now, SchedulerEvent event) {
        InstructionList out = new InstructionList();
        apply(now, event, out);
        flush(now, out);
        return out.instructions;
    }

    // ---- what is known, under the loop

    /** What the client calls the task; null if it is not known any more. */
    public @Nullable String name(long task) {
        int slot = ledger.tasks.find(task);
        return slot < 0 ? null : ledger.describe(slot);
    }

    /** How the task stands. */
    public Status status(long task) {
        int slot = ledger.tasks.find(task);
        if (slot < 0) {
            return Status.UNKNOWN;
        }
        return switch (ledger.tasks.state(slot)) {
            case MEMORY -> Status.FINISHED;
            case ERRED -> failed(failureAt(slot));
            case FORGOTTEN -> Status.UNKNOWN;
            default -> Status.PENDING;
        };
    }

    private static Status failed(Failure failure) {
        return switch (failure.kind()) {
            case CANCELLED, CLOSED -> Status.CANCELLED;
            case WORKER_LOST -> Status.LOST;
            default -> Status.ERROR;
        };
    }

    /**
     * The value of a finished task: the live object, a payload, or {@link dev.muster.protocol.Kept} where only {@link #holders} have it.
     *
     * @throws IllegalStateException if it has none
     */
    public @Nullable Object value(long task) {
        int slot = ledger.tasks.find(task);
        if (slot < 0 || ledger.tasks.state(slot) != State.MEMORY) {
            throw new IllegalStateException("task " + task + " has no value: it is " + status(task));
        }
        return Lineage.visible(ledger.tasks.value(slot));
    }

    /**
     * Copies the values of consecutive tasks, which all have one (see {@link #finishedRun}), into {@code target} from {@code offset} on.
     */
    public void values(long first, int count, @Nullable Object[] target, int offset) {
        ledger.runs.read(first, count, target, offset);
    }

    /** How many consecutive tasks from {@code first} on, at most {@code most}, are finished. */
    public int finishedRun(long first, int most) {
        int done = 0;
        while (done < most) {
            int run = ledger.runs.in(State.MEMORY, first + done, most - done);
            done += run;
            if (run == 0 || (TaskIds.slot(first + done) & TaskPage.MASK) != 0) {
                break;
            }
        }
        return done;
    }

    /**
     * Why a task has no value.
     *
     * @throws IllegalStateException if it has not failed
     */
    public Failure failure(long task) {
        int slot = ledger.tasks.find(task);
        if (slot < 0 || ledger.tasks.state(slot) != State.ERRED) {
            throw new IllegalStateException("task " + task + " has no failure: it is " + status(task));
        }
        return failureAt(slot);
    }

    private Failure failureAt(int slot) {
        if (ledger.tasks.value(slot) instanceof Failure failure) {
            return failure;
        }
        throw new IllegalStateException(ledger.describe(slot) + " has lost its failure");
    }

    /** The workers that hold a finished task's value; empty if it is the client's. */
    public List<Peer> holders(long task) {
        int slot = ledger.tasks.find(task);
        return slot < 0 || ledger.tasks.state(slot) != State.MEMORY ? List.of() : ledger.lineage.holders(slot);
    }

    /** The attempt whose value this is, or that runs, or will be the next. */
    public int attempt(long task) {
        int slot = ledger.tasks.find(task);
        return slot < 0 ? 0 : ledger.tasks.attempt(slot);
    }

    /** How many attempts were given to workers. */
    public int attempts(long task) {
        int slot = ledger.tasks.find(task);
        return slot < 0 ? 0 : ledger.tasks.attempt(slot) - (ledger.tasks.worker(slot) == 0 ? 1 : 0);
    }

    /** The size of a value kept at workers, in bytes as far as known. */
    public long size(long task) {
        int slot = ledger.tasks.find(task);
        return slot < 0 ? 0 : ledger.tasks.size(slot);
    }

    /** The worker that has or had the last attempt, there or gone; null if none had one. */
    public @Nullable Peer ranOn(long task) {
        int slot = ledger.tasks.find(task);
        int worker = slot < 0 ? 0 : ledger.tasks.worker(slot);
        return worker == 0 ? null : ledger.workers.get(worker).peer;
    }

    /** How much there is of what. */
    public Figures figures() {
        List<Figures.OfKind> kinds = new ArrayList<>();
        long pending = 0;
        long running = 0;
        long finished = 0;
        long erred = 0;
        for (Kind kind : ledger.kinds.all()) {
            Figures.OfKind figures = new Figures.OfKind(
                    kind.number,
                    kind.name,
                    kind.count(State.WAITING) + kind.count(State.QUEUED),
                    kind.count(State.PROCESSING),
                    kind.finished(),
                    kind.erred());
            kinds.add(figures);
            pending += figures.pending();
            running += figures.running();
            finished += figures.finished();
            erred += figures.erred();
        }
        return new Figures(ledger.workers.count(), ledger.workers.threads(), pending, running, finished, erred, kinds);
    }

    /** A few sentences on why the task stands as it does. */
    public String explain(long now, long task) {
        ledger.now = now;
        return new Explain(ledger).task(task);
    }

    /** What people call the task; its id where it is not known any more. */
    public String describe(long task) {
        int slot = ledger.tasks.find(task);
        return slot < 0 ? "task-" + task : ledger.describe(slot);
    }

    /**
     * Names the tasks that have not ended and that the client holds, to be told by other means when this machine has thrown: it reads records
     * only, whatever state they are in.
     */
    public void unfinished(ObjIntConsumer<Handle> told) {
        for (int slot = 0; slot < ledger.tasks.end(); slot++) {
            boolean open = ledger.tasks.used(slot)
                    && ledger.tasks.is(slot, TaskTable.HELD)
                    && ledger.tasks.state(slot).pending();
            if (open) {
                Submission submission = ledger.tasks.submission(slot);
                told.accept(submission.handle, slot - submission.slot());
            }
        }
    }

    /** How many records are in use, tasks that have ended and are held included. */
    public int records() {
        return ledger.tasks.live();
    }

    /** Whether nothing is left to end. */
    public boolean idle() {
        return ledger.pending == 0;
    }

    /** Whether {@link SchedulerOutput#observed} is called. */
    public void observe(boolean on) {
        ledger.observing = on;
    }

    /**
     * Holds every record against every other: for tests, after each event.
     *
     * @throws IllegalStateException naming the first thing that is wrong, with the task's story
     */
    public void validate() {
        new Validation(ledger).run();
    }
}

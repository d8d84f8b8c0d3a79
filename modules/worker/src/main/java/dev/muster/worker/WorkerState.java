package dev.muster.worker;

import dev.muster.config.WorkerSettings;
import dev.muster.protocol.Assignment;
import dev.muster.protocol.Message;
import dev.muster.protocol.Peer;
import dev.muster.protocol.PeerInfo;
import java.util.List;

/**
 * What a worker does next. Owned by its node's loop: no method may run beside another. Deterministic: the events so far, with their
 * times, fix state and instructions.
 *
 * <p>The caller applies what has come, each with {@link #apply(long, WorkerEvent, WorkerOutput)}, then calls {@link #flush} once:
 * the drain is the batch. Events change state and send what cannot wait for others (failures, cuts, interrupts); the flush places
 * ready tasks and tells each scheduler, once, what has ended. When {@link #nextTick} has come, the caller applies
 * {@link WorkerEvent.Tick} and flushes.
 *
 * <p>What it asks of the shell beyond {@link WorkerEvent} and {@link WorkerOutput}: a thread reports the tasks of a run in order; what
 * has ended in a run is reported before Blocked and before ThreadWrittenOff; a waiting thread begins nothing that it was given
 * before it said Blocked; every cut is answered once, at once; every run is Emptied once, also if all of it was taken back; reported
 * nanos do not count time waited for nested work.
 */
public final class WorkerState {
    private final Workshop shop;
    private final Attempts attempts;
    private final Placement placement;
    private final Reports reports;
    private final Nesting nesting;
    private final Stopping stopping;
    private final Returns returns;
    private final Grants grants;
    private final Memory memory;
    private final Drain drain;
    private final Sessions sessions;

    /** A worker with nothing to do yet. */
    public WorkerState(PeerInfo self, WorkerSettings settings) {
        this(self, WorkerLimits.of(settings));
    }

    WorkerState(PeerInfo self, WorkerLimits limits) {
        shop = new Workshop(self, limits);
        attempts = new Attempts(shop);
        placement = new Placement(shop);
        reports = new Reports(shop, attempts, placement);
        nesting = new Nesting(shop, attempts, placement, reports);
        stopping = new Stopping(shop, attempts, placement, reports);
        returns = new Returns(shop, attempts, placement);
        grants = new Grants(shop);
        memory = new Memory(shop);
        drain = new Drain(shop);
        sessions = new Sessions(shop, attempts, stopping, drain);
    }

    /**
     * Applies one event.
     *
     * @param now nanoseconds on a clock that never goes back
     */
    public void apply(long now, WorkerEvent event, WorkerOutput out) {
        shop.at(now, out);
        if (event instanceof WorkerEvent.Ran ran) {
            reports.ran(ran);
        } else if (event instanceof WorkerEvent.Emptied emptied) {
            reports.emptied(emptied);
        } else if (event instanceof WorkerEvent.Received received) {
            received(received.from(), received.message());
        } else if (event instanceof WorkerEvent.Threw threw) {
            reports.threw(threw);
        } else if (event instanceof WorkerEvent.Blocked blocked) {
            nesting.blocked(blocked);
        } else if (event instanceof WorkerEvent.Unblocked unblocked) {
            nesting.unblocked(unblocked);
        } else if (event instanceof WorkerEvent.Cut cut) {
            reports.cut(cut);
        } else if (event instanceof WorkerEvent.Fetched fetched) {
            attempts.inputs().fetched(fetched);
        } else if (event instanceof WorkerEvent.FetchFailed failed) {
            attempts.inputs().fetchFailed(failed);
        } else {
            seldom(event);
        }
    }

    private void seldom(WorkerEvent event) {
        if (event instanceof WorkerEvent.SessionOpened opened) {
            sessions.opened(opened.client());
        } else if (event instanceof WorkerEvent.SessionLost lost) {
            sessions.lost(lost.client());
        } else if (event instanceof WorkerEvent.Writable writable) {
            writable(writable);
        } else if (event instanceof WorkerEvent.ThreadWrittenOff writtenOff) {
            nesting.writtenOff(writtenOff);
        } else if (event instanceof WorkerEvent.MemoryMeasured measured) {
            memory.measured(measured);
        } else if (event instanceof WorkerEvent.DrainRequested requested) {
            drain.begin(requested.reason());
        } else if (event instanceof WorkerEvent.Rejoined rejoined) {
            sessions.rejoined(rejoined.self());
        }
        // A Tick says only that time has come: what is due is done by the flush.
    }

    private void writable(WorkerEvent.Writable event) {
        SessionView session = shop.session(event.client());
        if (session != null) {
            session.writable = event.writable();
            session.stopped = event.stop();
        }
    }

    private void received(Peer from, Message message) {
        SessionView session = shop.session(from);
        if (session == null || session.away) {
            if (!(message instanceof Message.Reset)) {
                shop.out().send(from, new Message.Reset("no session of client " + from + " on " + shop.self.name()));
            }
            return;
        }
        if (message instanceof Message.Run run) {
            sessions.acknowledged(session, run.acknowledged());
            session.drained = false; // it is to get back what crossed the word that nothing is here
            List<Assignment> assignments = run.assignments();
            for (int i = 0; i < assignments.size(); i++) {
                attempts.accept(session, assignments.get(i));
            }
        } else if (message instanceof Message.Free free) {
            sessions.acknowledged(session, free.acknowledged());
            stopping.free(session, free);
        } else if (message instanceof Message.Want want) {
            sessions.acknowledged(session, want.acknowledged());
            session.wanted = want.tasks();
        } else if (message instanceof Message.Ping ping) {
            sessions.acknowledged(session, ping.acknowledged());
        } else {
            receivedSeldom(session, message);
        }
    }

    private void receivedSeldom(SessionView session, Message message) {
        if (message instanceof Message.Cancel cancel) {
            stopping.cancel(session, cancel);
        } else if (message instanceof Message.Supply supply) {
            attempts.inputs().supplied(session, supply);
        } else if (message instanceof Message.Recall recall) {
            session.recall += Math.max(1, recall.count());
        } else if (message instanceof Message.Draining) {
            drain.begin("client " + session.client + " asked for it");
        } else if (message instanceof Message.Drained) {
            sessions.drained(session);
        } else if (message instanceof Message.Reset) {
            sessions.lost(session.client);
        } else if (!(message instanceof Message.Ready
                || message instanceof Message.Define
                || message instanceof Message.Inline)) {
            throw new IllegalTransition(
                    "Client " + session.client + " sent a worker "
                            + message.getClass().getSimpleName() + ", which no scheduler says to a worker",
                    "");
        }
    }

    /** Acts on what was applied: places tasks, answers, tells each scheduler what has ended. */
    public void flush(long now, WorkerOutput out) {
        shop.at(now, out);
        shop.resetWake();
        reports.timeOut();
        returns.returnUnstartable();
        nesting.resumeWoken();
        placement.fillSlots();
        placement.returnBusy(attempts);
        returns.answerRecalls();
        placement.fillSlots(); // the task that had slots reserved may just have gone back
        placement.fillAhead();
        placement.rescue();
        nesting.dismiss();
        memory.watch();
        returns.send();
        grants.update();
        report();
        drain.proceed();
    }

    private void report() {
        List<SessionView> all = shop.sessions();
        for (int i = 0; i < all.size(); i++) {
            SessionView session = all.get(i);
            while (session.outbox.due(session.writable)) {
                shop.out().send(session.client, session.outbox.take(session.writable));
            }
        }
    }

    /** Applies one event and flushes: the form for tests. */
    public List<Instruction> apply(long now, WorkerEvent event) {
        InstructionList out = new InstructionList();
        apply(now, event, out);
        flush(now, out);
        return out.all();
    }

    /** When a {@link WorkerEvent.Tick} is needed, in the caller's nanoseconds; {@link Long#MAX_VALUE} for none. */
    public long nextTick() {
        return shop.wake();
    }

    /** Checks every invariant; for tests. Throws {@link IllegalTransition} that names the first one broken. */
    public void validate() {
        new Invariants(shop, placement, attempts.inputs()).check();
    }

    /** What happened here to this task, oldest first, as far as it is remembered; a line for each transition. */
    public String story(Peer session, long task) {
        return shop.story.of(session, task);
    }

    /** The worker at a glance. */
    public WorkerFigures figures() {
        return WorkerFigures.of(shop);
    }

    /** The table of transitions as a Mermaid state diagram. */
    public static String diagram() {
        return Transitions.diagram();
    }
}

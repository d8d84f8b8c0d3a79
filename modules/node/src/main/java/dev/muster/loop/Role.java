package dev.muster.loop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jctools.queues.varhandle.MpscUnboundedVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * Who may run the machines: a mailbox, a counter, and a token that passes from thread to thread. Thread-safe; the methods that say so are
 * for the token's bearer only. The whole protocol is told at {@link Loop}.
 *
 * <p>There is no field that says where the token is. It comes to be when the counter leaves 0, ends when the counter returns to 0, and
 * is meanwhile in one of four places: with the thread that was told so, on its way to an idle thread that was chosen, in the slot
 * {@code posted}, or with the heir who took it from there.
 */
final class Role {
    /** The heir is running, and will look at the slot before it sleeps. */
    static final int AWAKE = 0;
    /** The heir sleeps for a tick at most, and looks at the slot then. */
    static final int TICKING = 1;
    /** The heir sleeps until it is woken or a timer is due. */
    static final int ASLEEP = 2;
    /** The heir has ended: the loop is closed. */
    static final int GONE = 3;

    private static final VarHandle POSTED;
    private static final int SPINS = 128;
    private static final int CHUNK = 4096;

    static {
        try {
            POSTED = MethodHandles.lookup().findVarHandle(Role.class, "posted", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
        rehearse();
    }

    final IdleSet idle = new IdleSet();
    private final boolean dedicated;
    private final MpscUnboundedVarHandleArrayQueue<LoopEvent> mailbox = new MpscUnboundedVarHandleArrayQueue<>(CHUNK);
    private final Pending pending = new Pending();

    @SuppressWarnings("UnusedVariable") // written through its handle
    private volatile boolean posted;

    private volatile boolean unattended;
    private volatile int heirState = ASLEEP;
    private volatile @Nullable Waiting heir;

    Role(boolean dedicated) {
        this.dedicated = dedicated;
    }

    /** Goes once through everything: the first use of each variable handle links it, which takes hundreds of frames of stack. */
    private static void rehearse() {
        Role role = new Role(false);
        for (int i = 0; i <= CHUNK; i++) { // once over the edge of a chunk
            role.offer(new LoopEvent() {
                @Override
                protected void run(long now) {}
            });
        }
        int thread = role.idle.enlist(new Parking(Thread.currentThread()));
        role.pass();
        role.takePosted();
        role.idle.add(thread);
        role.pass();
        while (!role.settle(1)) {
            role.take();
        }
    }

    /** Names the heir, before the first offer. */
    void appoint(Waiting waiting) {
        heir = waiting;
    }

    /** Leaves an event. True: the role was free, the caller bears the token now and must {@link #pass} it or drain. Any thread. */
    boolean offer(LoopEvent event) {
        mailbox.offer(event);
        // Only now: the bearer takes out no more than the counter has promised, so it never waits for an element that
        // is not there.
        return pending.getAndIncrement() == 0;
    }

    /**
     * Gives the token away: to an idle thread, else into the slot. By its bearer. True only when the loop is closed and nobody is left to
     * take it: then the bearer keeps it.
     */
    boolean pass() {
        while (true) {
            if (!dedicated && idle.choose()) {
                return false;
            }
            POSTED.setRelease(this, true);
            // Pairs with the fence of a thread that lies down: it sees the slot, or we see it.
            VarHandle.fullFence();
            if (dedicated || !idle.any()) {
                break;
            }
            if (!takePosted()) {
                return false;
            }
        }
        int state = heirState;
        if (state == ASLEEP || (dedicated && state == TICKING)) {
            wakeHeir();
        }
        return state == GONE && takePosted();
    }

    /** Posts the token and wakes nobody, with no call that goes deeper. By its bearer, who has no stack left for more. */
    void leavePosted() {
        posted = true;
        unattended = true;
    }

    /** Takes up a token that was posted for lack of stack, and that nobody knows of. Any thread; true: it bears the token now. */
    boolean attend() {
        if (!unattended) {
            return false;
        }
        unattended = false;
        return takePosted();
    }

    /** Takes the token out of the slot. Any of Muster's threads; true: it bears the token now. */
    boolean takePosted() {
        return (boolean) POSTED.getVolatile(this) && (boolean) POSTED.compareAndSet(this, true, false);
    }

    /** Whether the token lies in the slot. */
    boolean posted() {
        return posted;
    }

    /** Events that are there for certain, counting those that were taken but not yet settled. By the bearer. */
    long promised() {
        return pending.get();
    }

    /** Events in the mailbox, promised or not. */
    int waiting() {
        return mailbox.size();
    }

    /** Takes out an event that was promised. By the bearer. */
    @SuppressWarnings("ThreadPriorityCheck") // it hints, and nothing relies on it
    LoopEvent take() {
        LoopEvent event = mailbox.relaxedPoll();
        for (int spins = 0; event == null; spins++) {
            // An offer that was counted later stands before it and is not finished: its thread was preempted between
            // two instructions.
            if (spins < SPINS) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
            event = mailbox.relaxedPoll();
        }
        return event;
    }

    /** Subtracts what was taken. By the bearer. True: nothing is left, and the token is gone with this. */
    boolean settle(long taken) {
        return pending.addAndGet(-taken) == 0;
    }

    /** Says what the heir is about to do. A full fence follows. By the heir. */
    void heirState(int state) {
        heirState = state;
        VarHandle.fullFence();
    }

    /** Wakes the heir, whatever it does. */
    void wakeHeir() {
        Waiting waiting = heir;
        if (waiting != null) {
            waiting.wake();
        }
    }

    /** Counter, slot, heir and idle threads, for people. */
    @Override
    public String toString() {
        String[] states = {"awake", "ticking", "asleep", "gone"};
        return "pending " + pending.get() + ", mailbox " + waiting() + ", token " + (posted ? "posted" : "not posted")
                + ", heir " + states[heirState] + ", " + idle;
    }
}

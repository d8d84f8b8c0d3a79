package dev.muster.loop;

import java.util.function.BooleanSupplier;

/**
 * One of Muster's own threads, as the loop sees it: it takes the role in turn, and may be chosen while it lies idle. Owned by its
 * thread, but for {@link #wake} and {@link #lies}. Never used inside user code: there the thread is a caller like any other.
 */
public final class Drainer {
    private final Loop loop;
    private final Role role;
    private final boolean dedicated;
    private final Waiting waiting;
    private final int index;

    /** Whether this thread bears the token. */
    private boolean token;

    Drainer(Loop loop, Role role, boolean dedicated, Waiting waiting) {
        this.loop = loop;
        this.role = role;
        this.dedicated = dedicated;
        this.waiting = waiting;
        this.index = role.idle.enlist(waiting);
    }

    /** Offers an event; {@link #serve} is to follow soon, since it may have brought the token. */
    public void offer(LoopEvent event) {
        if (role.offer(event)) {
            if (dedicated) {
                role.pass();
            } else {
                token = true;
            }
        }
    }

    /**
     * Holds the role if it is free to be held: until nothing is left, or the budget of a drain is spent and the thread has something
     * better to do; then the token is passed on.
     *
     * @param busy whether the thread has something better to do
     */
    public void serve(BooleanSupplier busy) {
        while (token || (!dedicated && role.takePosted())) {
            token = loop.drain();
            if (token && busy.getAsBoolean()) {
                token = role.pass();
                return;
            }
        }
    }

    /** Passes the token on if the thread bears it, without draining. */
    public void yieldRole() {
        if (token) {
            token = role.pass();
        }
    }

    /**
     * Serves and lies idle, in turn, until {@code ready} or the deadline.
     *
     * @param ready asked often and by this thread only; whoever makes it true calls {@link #wake} after a full fence
     * @param deadline in {@code System.nanoTime()}'s time, or {@code Long.MAX_VALUE} for none
     * @return what {@code ready} said last
     */
    public boolean await(BooleanSupplier ready, long deadline) {
        while (true) {
            serve(ready);
            if (ready.getAsBoolean()) {
                return true;
            }
            long nanos = deadline == Long.MAX_VALUE ? Long.MAX_VALUE : deadline - System.nanoTime();
            if (nanos <= 0) {
                return false;
            }
            role.idle.add(index);
            // The fence is behind us: look again for whatever came before our bit could be seen.
            if ((dedicated || !role.posted()) && !ready.getAsBoolean()) {
                waiting.await(nanos);
            }
            if (!role.idle.remove(index)) {
                token = true;
            }
        }
    }

    /**
     * Waits until {@code ready} or the deadline without taking the role or being chosen. {@link #lies} does not tell, so the thread is to
     * be woken for everything.
     *
     * @param ready as for {@link #await}
     * @param deadline as for {@link #await}
     * @return what {@code ready} said last
     */
    public boolean rest(BooleanSupplier ready, long deadline) {
        yieldRole();
        while (!ready.getAsBoolean()) {
            long nanos = deadline == Long.MAX_VALUE ? Long.MAX_VALUE : deadline - System.nanoTime();
            if (nanos <= 0) {
                return false;
            }
            waiting.await(nanos);
        }
        return true;
    }

    /** Whether the thread lies idle, so that it must be woken for something new. Any thread, after a full fence of its own. */
    public boolean lies() {
        return role.idle.contains(index);
    }

    /** While it lies idle it is chosen before others: it is the one that a machine will give the next task to. Under the loop. */
    public void prefer() {
        role.idle.prefer(index);
    }

    /** Wakes the thread, or keeps it from lying down the next time. Any thread. */
    public void wake() {
        waiting.wake();
    }

    /** Takes the thread off the loop; it bears nothing afterwards and is not used again. */
    public void dismiss() {
        yieldRole();
        while (token) {
            token = loop.drain();
        }
        role.idle.dismiss(index);
    }
}

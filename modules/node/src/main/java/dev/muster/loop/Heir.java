package dev.muster.loop;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop's own thread: heir of last resort to a token that nobody takes, owner of the timers, and the one who says that the role is
 * held too long. With a dedicated loop it is the only thread that ever holds the role. A daemon.
 *
 * <p>It ticks only while there is a reason: somebody has posted a token lately and some task thread is busy, so that posting must not cost
 * the poster a wake-up. Otherwise it sleeps until the next timer, or for a second to look whether the role is stuck.
 */
final class Heir extends Thread {
    private static final Logger log = LoggerFactory.getLogger(Heir.class);

    /** It goes on ticking so long after the last posted token: a caller that pauses longer pays one wake-up. */
    private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** How often it looks for a token that nobody took while the task threads are busy. */
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** The role is not to be held longer. */
    private static final long HELD_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** How long nothing more is said of that. */
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final long WATCH_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Loop loop;
    private final Role role;
    private final boolean dedicated;
    private final Waiting waiting = new Parking(this);
    private final AtomicBoolean timerQueued = new AtomicBoolean();

    private volatile long sleepsUntil = Long.MAX_VALUE;
    private volatile boolean ending;
    private long lastPosted = Long.MIN_VALUE / 2;
    private long warnedOf = -1;
    private long nextWarning = Long.MIN_VALUE;
    private int unsaid;

    /** Brings the role to where the timers are looked at; every drain does that, so the event itself has nothing to do. */
    private final LoopEvent timer = new LoopEvent() {
        @Override
        protected void run(long now) {
            timerQueued.set(false);
        }
    };

    Heir(Loop loop, Role role, String name, boolean dedicated) {
        super(null, null, name, 0, false);
        setDaemon(true);
        this.loop = loop;
        this.role = role;
        this.dedicated = dedicated;
        role.appoint(waiting);
    }

    /** A timer was set: gets up earlier if need be. By the role's holder, after a full fence. */
    void rescheduled(long due) {
        if (due < sleepsUntil) {
            waiting.wake();
        }
    }

    /** Ends once the mailbox has been drained. */
    void end() {
        ending = true;
        waiting.wake();
    }

    @Override
    public void run() {
        while (!ending) {
            Thread.interrupted(); // nobody's business here, and it would keep the thread from sleeping
            if (role.takePosted()) {
                lastPosted = loop.now();
                drain();
            } else if (timerDue()) {
                if (timerQueued.compareAndSet(false, true) && role.offer(timer)) {
                    drain();
                }
            } else {
                sleep();
            }
        }
        role.heirState(Role.GONE);
        if (role.takePosted()) {
            drain();
        }
    }

    private boolean timerDue() {
        return loop.now() >= loop.nextDue() && !timerQueued.get();
    }

    /** Drains until nothing is left, or a task thread is free to go on: there, one result leads to the next without a wake-up. */
    private void drain() {
        while (loop.drain()) {
            if (!dedicated && role.idle.any()) {
                if (!role.pass()) {
                    return;
                }
            }
        }
    }

    private void sleep() {
        long now = loop.now();
        watch(now);
        boolean ticking = now - lastPosted < LINGER_NANOS && role.idle.count() < role.idle.size();
        // A timer that is queued already waits for the role's holder, not for us.
        long due = timerQueued.get() ? Long.MAX_VALUE : loop.nextDue();
        long longest = ticking ? TICK_NANOS : watchNanos();
        long until = Math.min(due, now + longest);
        sleepsUntil = until;
        role.heirState(ticking ? Role.TICKING : Role.ASLEEP);
        // The fence is behind us: look again for whatever came before our state could be seen.
        boolean posted = role.posted() && (dedicated || !ticking);
        if (!posted && !ending && (loop.nextDue() >= until || timerQueued.get())) {
            waiting.await(until - now);
        }
        role.heirState(Role.AWAKE);
        sleepsUntil = Long.MIN_VALUE;
    }

    private long watchNanos() {
        return loop.heldSince() < 0 ? WATCH_NANOS : HELD_NANOS;
    }

    /** Says that the role is held too long, with what its holder does; once for each time it was taken, and not too often. */
    private void watch(long now) {
        long since = loop.heldSince();
        Thread holder = loop.holder();
        if (since < 0 || holder == null || since == warnedOf || now - since < HELD_NANOS) {
            return;
        }
        warnedOf = since;
        if (now < nextWarning) {
            unsaid++;
            return;
        }
        log.warn(
                "The role of {} has been held for {} ms by {}, longer than {} ms: everything else of this node waits"
                        + " ({} more such since the last report). Often the machine has too little processor time;"
                        + " the stack is logged at DEBUG",
                loop.name(),
                TimeUnit.NANOSECONDS.toMillis(now - since),
                holder.getName(),
                TimeUnit.NANOSECONDS.toMillis(HELD_NANOS),
                unsaid);
        if (log.isDebugEnabled()) {
            StringBuilder stack = new StringBuilder();
            for (StackTraceElement element : holder.getStackTrace()) {
                stack.append("\n\tat ").append(element);
            }
            log.debug("{}{}", loop, stack);
        }
        unsaid = 0;
        nextWarning = now + QUIET_NANOS;
    }
}

package dev.muster.loop;

import dev.muster.config.NodeSettings;
import dev.muster.error.ClusterException;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop under which machines run: a role that one thread holds at a time. Thread-safe; what says <em>under the loop</em> is for the
 * holder only.
 *
 * <h2>Problem</h2>
 *
 * <p>A scheduler and its workers are plain, single-threaded state. The usual home for such state is a thread of its own with a mailbox.
 * Then every result pays two thread wake-ups before the task that needs it can start: one for the loop's thread, one for the task's. A
 * wake-up costs 10 to 15 µs, a task may take a tenth of a microsecond, so a chain of dependent tasks would be spent waking threads. The
 * opposite, a lock that every caller takes, makes callers run the machines: a caller that happens to hold the lock while others keep
 * adding work is captured, for hundreds of milliseconds when measured, on a thread that its owner wanted for something else.
 *
 * <h2>Approach</h2>
 *
 * <p>The state belongs to a <em>role</em>, and the role to whichever of Muster's threads takes it next. A task thread that has ended its
 * task takes the role, applies its own report, runs the machines, and finds its next task given to itself: a chain never changes thread.
 *
 * <p>{@link #offer} puts an event into a mailbox and then raises a counter. Whoever moves the counter from 0 has made a <em>token</em> and
 * bears it. The bearer becomes the holder by {@link #drain}: it takes out at most as many events as the counter has promised, subtracts
 * what it took, and goes round until the subtraction gives 0, which ends the token.
 *
 * <p>Callers, and task threads while they are inside user code, never drain. They give their token to an idle thread, which is one atomic
 * instruction and a wake-up; if none is idle they <em>post</em> it in a slot, and go on: the next task thread that comes out of its batch
 * looks there. Task threads drain for a bounded time, then pass the token on if they have something else to do. Behind them all stands
 * the {@linkplain Heir heir}, a parked daemon thread, which takes a posted token that nobody else has taken, and owns the timers.
 *
 * <p>Events that the holder itself offers go to a plain queue beside the mailbox, which the same drain empties before it takes anything
 * more out of the mailbox: loops never nest, and what the machines say to each other keeps its order. After the events of a round the
 * {@linkplain Participant participants} that were touched are flushed, once each, and due timers are served; that may produce more local
 * events, and so on until it is quiet. The drain is the batch: there is no timer for batching.
 *
 * <h2>Invariants</h2>
 *
 * <ul>
 *   <li>There is a token exactly while the counter is above 0, and never two. Hence <em>taking no more than was promised</em>: a holder
 *       that polled freely could take an event whose offer has not been counted yet, bring the counter to 0 or below, and let the late
 *       count make a second token.
 *   <li>A token is never dropped. It is borne by a running thread, on its way to a thread that was chosen, or in the slot, where a running
 *       thread or the heir will look.
 *   <li>Nobody sleeps while there is work. Who lies down says so, fences, and looks again; who brings work leaves it, fences, and looks who
 *       lies. Both fences are needed: the mailbox's own store is a release store, and without them it hung within a second.
 *   <li>While local events are left the counter stays above 0, so the token may be passed on with them.
 *   <li>Everything that was counted is applied once, or dropped with a reason once the loop has failed or was closed.
 * </ul>
 *
 * <h2>Rejected</h2>
 *
 * <p><em>A thread of its own</em> remains as {@code muster.node.loop = dedicated}: it is the same code in which only the heir ever takes the
 * token, equal in bulk, 30 times slower from one result to the next, and the first thing to try when a race is suspected. <em>Callers that
 * drain</em>: see above. <em>Spinning before lying down</em>: with few cores it takes the processor from the thread that is waited for.
 * <em>A lock</em>: it cannot be handed to a chosen thread, and whoever waits for it is stuck. <em>One mailbox per machine</em>: in one
 * JVM a message between two machines would be an offer to another role, hence again a wake-up.
 */
public final class Loop implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Loop.class);
    private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** A hold ends after so many events, */
    private static final int DRAIN_EVENTS = 256;

    /** or after so long, so that the thread gets back to its tasks. */
    private static final long DRAIN_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

    private static final int COLD_OFFERS = 1 << 13;

    /** Callbacks may block, so more of them than there are processors may have to run at a time. */
    private static final int COMPLETION_THREADS =
            Math.max(16, 2 * Runtime.getRuntime().availableProcessors());

    /** How many events are applied between two looks at the clock. */
    private static final int CLOCK_EVERY = 16;

    private final String name;
    private final boolean dedicated;
    private final long origin = System.nanoTime();
    private final Role role;
    private final Heir heir;
    private final Completions completions;
    private final LogRing lines;
    private final List<Consumer<Throwable>> failureListeners = new CopyOnWriteArrayList<>();

    // Under the loop.
    private final ArrayDeque<LoopEvent> local = new ArrayDeque<>();
    private final ArrayList<Membership> members = new ArrayList<>();
    private final ArrayList<Membership> touched = new ArrayList<>();
    private long unsettled;
    private long due = Long.MAX_VALUE;

    /** How many more offers are thought to run in interpreted code, whose frames are several times as large. */
    private int cold = COLD_OFFERS;

    /** Written by the holder only. Not volatile: a thread sees its own writes, and no other can have written this thread. */
    private @Nullable Thread holder;

    private long heldSince = -1;
    private volatile long published = Long.MAX_VALUE;
    private volatile @Nullable Throwable ended;

    /**
     * Starts a loop.
     *
     * @param name for its threads and messages
     * @param settings whether the role passes from thread to thread, or has a thread of its own
     */
    public Loop(String name, NodeSettings settings) {
        this.name = name;
        this.dedicated = settings.loop() == NodeSettings.Loop.DEDICATED;
        this.role = new Role(dedicated);
        this.completions = new Completions(name, COMPLETION_THREADS);
        this.lines = new LogRing(log, completions);
        this.heir = new Heir(this, role, name + "-loop", dedicated);
        heir.start();
    }

    /** The loop's name. */
    public String name() {
        return name;
    }

    /** Nanoseconds since the loop was made: the time that events, flushes and ticks are given. Any thread. */
    public long now() {
        return System.nanoTime() - origin;
    }

    /**
     * Has the event applied soon. Any thread; never blocks and never runs anything. By the holder it only adds, and the same drain
     * applies it before it takes more out of the mailbox. One thread's events keep their order.
     */
    public void offer(LoopEvent event) {
        if (holder == Thread.currentThread()) {
            local.add(event);
            return;
        }
        if (cold > 0) {
            cold--; // by many threads, and no matter how often
            Stack.requireSome();
        } else {
            Stack.requireFew();
        }
        if ((role.offer(event) || role.attend()) && passed()) {
            dropAll(); // closed: there is nobody else to do it
        }
    }

    /**
     * The same, but by the holder too it goes behind everything that was offered before, as if another thread had offered it. For what
     * speaks on behalf of another thread, and must not overtake what that thread has said itself.
     */
    public void offerLast(LoopEvent event) {
        if (holder == Thread.currentThread()) {
            role.offer(
                    event); // brings no token: what the holder has taken is not settled yet, so the counter is above 0
        } else {
            offer(event);
        }
    }

    /** Passes on a token that an offer has brought; see {@link Role#pass}. */
    private boolean passed() {
        try {
            Stack.requireSome();
        } catch (StackOverflowError e) {
            role.leavePosted(); // the next offer takes it up, or the heir within a second
            throw e;
        }
        return role.pass();
    }

    /** Whether this thread holds the role. */
    public boolean held() {
        return holder == Thread.currentThread();
    }

    /** Hangs a machine on the loop. Any thread. */
    public Membership join(Participant participant) {
        Membership member = new Membership(this, participant);
        underLoop(() -> members.add(member));
        return member;
    }

    /**
     * Makes the calling thread one of those that take the role in turn. It must be one of Muster's own.
     *
     * @param waiting how it waits while it has nothing to do
     */
    public Drainer enlist(Waiting waiting) {
        return new Drainer(this, role, dedicated, waiting);
    }

    /** The same for a thread that waits parked. */
    public Drainer enlist(Thread thread) {
        return enlist(new Parking(thread));
    }

    /** Where callbacks run: daemon threads of ours. Adding one never blocks. */
    public Executor completions() {
        return completions;
    }

    /** Notes a line for the log, which is written outside the role. Any thread; never blocks. */
    public void log(String line) {
        lines.add(line);
    }

    /** Has a listener told, on a completion thread, should the loop fail. */
    public void onFailure(Consumer<Throwable> listener) {
        failureListeners.add(listener);
        Throwable why = ended;
        if (why != null) {
            completions.execute(() -> listener.accept(why));
        }
    }

    /**
     * Fails the loop: what is queued and what is still offered is dropped, with this reason; participants and listeners are told. Only the first
     * failure counts. Under the loop; others offer an event that throws.
     */
    public void fail(Throwable thrown) {
        if (ended != null) {
            return;
        }
        ClusterException failure = new ClusterException(
                ClusterException.Code.INTERNAL,
                "The loop " + name + " has failed and takes no more work: " + thrown + " (" + this
                        + "). This is a fault of Muster; please report it with this story.",
                thrown);
        ended = failure;
        completions.execute(() -> log.error("A machine threw", failure));
        for (Consumer<Throwable> listener : failureListeners) {
            completions.execute(() -> listener.accept(failure));
        }
        for (Membership member : List.copyOf(members)) {
            tellFailed(member, failure);
        }
    }

    private void tellFailed(Membership member, Throwable failure) {
        try {
            member.participant().failed(failure);
        } catch (Throwable thrown) {
            // It may be the one that failed: the others are told all the same.
            log("A participant of " + name + " could not end in good order: " + thrown);
        }
    }

    /** Why the loop takes no more work: its failure, or that it is closed; null while it does. Any thread. */
    public @Nullable Throwable ended() {
        return ended;
    }

    /**
     * Ends the loop: events that are still queued are dropped, its threads end. Task threads are to be ended before. Blocks for a few
     * seconds at most; not to be called under the loop.
     */
    @Override
    public void close() {
        offer(new LoopEvent() {
            @Override
            protected void run(long now) {
                ended = new ClusterException(ClusterException.Code.CLOSED, "The loop " + name + " is closed.");
                heir.end();
            }

            @Override
            protected void dropped(Throwable why) {
                heir.end();
            }
        });
        try {
            if (Thread.currentThread() != heir) {
                TimeUnit.NANOSECONDS.timedJoin(heir, CLOSE_NANOS);
            }
            completions.close(CLOSE_NANOS);
        } catch (InterruptedException e) {
            // The threads are daemons and end by themselves; only the wait for them is cut short.
            Thread.currentThread().interrupt();
        }
    }

    /** Holder, counter, token, who sleeps and who has timers: what to look at when nothing moves. */
    @Override
    public String toString() {
        Thread by = holder;
        return "loop " + name + ": " + (by == null ? "free" : "held by " + by.getName()) + ", " + role + ", next timer "
                + (published == Long.MAX_VALUE ? "none" : "in " + (published - now()) / 1000 + " µs") + ", "
                + completions + (ended == null ? "" : ", ended: " + ended.getMessage());
    }

    /**
     * Holds the role until nothing is left or the budget is spent. By the token's bearer. Returns whether it bears the token still: then
     * there is more to do.
     */
    boolean drain() {
        long start = now();
        long end = start + DRAIN_NANOS;
        take(start);
        int budget = DRAIN_EVENTS;
        long now = start;
        while (true) {
            try {
                budget -= apply(budget, now, end);
                act(now);
            } catch (Throwable thrown) {
                // Whatever it is: something was half applied, so the machines' state is not to be trusted any more.
                fail(thrown);
                touched.clear();
            }
            now = now();
            boolean spent = budget <= 0 || now >= end;
            if (!local.isEmpty()) {
                if (spent) {
                    leave();
                    return true;
                }
                continue;
            }
            long taken = unsettled;
            unsettled = 0;
            leave();
            if (role.settle(taken)) {
                return false;
            }
            if (spent) {
                return true;
            }
            take(now);
        }
    }

    private void take(long now) {
        heldSince = now;
        holder = Thread.currentThread();
    }

    private void leave() {
        holder = null;
        heldSince = -1;
    }

    /** Applies local events, then what the mailbox has promised, in turn and within the budget; returns how many. */
    private int apply(int budget, long now, long end) {
        int applied = 0;
        long promised = 0;
        while (applied < budget) {
            LoopEvent event = local.poll();
            if (event == null) {
                if (promised == 0) {
                    promised = role.promised() - unsettled;
                    if (promised == 0) {
                        break;
                    }
                }
                event = role.take();
                unsettled++;
                promised--;
            }
            applied++;
            if (ended == null) {
                event.run(now);
            } else {
                drop(event);
            }
            if (applied % CLOCK_EVERY == 0 && now() >= end) {
                break;
            }
        }
        return applied;
    }

    private void drop(LoopEvent event) {
        try {
            event.dropped(Objects.requireNonNull(ended));
        } catch (Throwable thrown) {
            log("An event of " + name + " that was dropped did not take it well: " + thrown);
        }
    }

    /** Serves due timers, then flushes who was touched, until nobody is. */
    private void act(long now) {
        if (ended != null) {
            touched.clear();
            return;
        }
        if (now >= due) {
            tick(now);
        }
        flushTouched(now, true);
        flushTouched(now, false);
        if (due != published) {
            published = due;
            VarHandle.fullFence();
            heir.rescheduled(due);
        }
    }

    /**
     * Flushes who was touched: those that give work first, with what they say applied at once, so that those that take work choose among all
     * there is. A worker that chose before its client's deeper tasks had come would begin a shallow one for each that waits.
     */
    private void flushTouched(long now, boolean givers) {
        for (int i = 0; i < touched.size(); i++) { // grows on the way, if one touches another
            Membership member = touched.get(i);
            if (givers && !member.participant().givesWork()) {
                continue;
            }
            touched.remove(i--);
            member.touched = false;
            if (!member.gone) {
                member.participant().flush(now);
                member.due = member.participant().nextTick();
                due = Math.min(due, member.due);
            }
            if (givers) {
                for (LoopEvent event = local.poll(); event != null; event = local.poll()) {
                    event.run(now);
                }
                i = -1;
            }
        }
    }

    /** Ticks who is due and finds the next timer; {@code due} may have been too early, since it only falls between two ticks. */
    private void tick(long now) {
        long next = Long.MAX_VALUE;
        for (int i = members.size() - 1; i >= 0; i--) { // backwards, since one may leave in its tick
            Membership member = members.get(i);
            if (member.due <= now) {
                member.due = Long.MAX_VALUE;
                member.participant().tick(now);
                member.touch();
            }
            next = Math.min(next, member.due);
        }
        due = next;
    }

    /** The heir is gone and the caller bears a token: what it offered is dropped on its own thread. */
    private void dropAll() {
        while (drain()) {
            Thread.onSpinWait();
        }
    }

    void touched(Membership member) {
        touched.add(member);
    }

    /** Does this under the loop: now, if it is held by this thread. */
    void underLoop(Runnable action) {
        if (held()) {
            action.run();
            return;
        }
        offer(new LoopEvent() {
            @Override
            protected void run(long now) {
                action.run();
            }
        });
    }

    void left(Membership member) {
        members.remove(member);
    }

    /** When the next timer is due, as the heir is told. */
    long nextDue() {
        return published;
    }

    /** Since when the role is held; negative if it is free. Only roughly right for others than the holder. */
    long heldSince() {
        return heldSince;
    }

    /** Who holds the role. Only roughly right for others than the holder. */
    @Nullable
    Thread holder() {
        return holder;
    }
}

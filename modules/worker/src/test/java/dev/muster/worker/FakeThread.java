package dev.muster.worker;

import dev.muster.protocol.Assignment;
import dev.muster.protocol.Failure;
import dev.muster.protocol.Kept;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A task thread that does a random next step whenever it is asked to, and keeps to what the machine may rely on. */
final class FakeThread {
    final int number;
    private final RandomWorld world;
    /** Runs given while nothing waited, or before the machine knew of the wait. */
    private final ArrayDeque<Work> inbox = new ArrayDeque<>();
    /** Runs it is in; all but the last wait for nested work. */
    private final List<Work> stack = new ArrayList<>();
    /** Events on their way to the machine, in order. */
    final ArrayDeque<WorkerEvent> events = new ArrayDeque<>();

    boolean dead;
    private boolean ended;

    /** A run on this thread. */
    static final class Work {
        final Execution run;
        int next;
        int end;
        /** Position that the thread is at, or -1. */
        int at = -1;

        int reported;
        final List<@Nullable Object> values = new ArrayList<>();
        boolean interrupted;
        boolean deaf;
        /** The task at {@link #at} waits. */
        boolean waits;
        /** The machine has heard that it waits: what it gives now goes on top. */
        boolean known;

        boolean unblocked;
        final ArrayDeque<Work> onTop = new ArrayDeque<>();

        Work(Execution run) {
            this.run = run;
            next = run.from();
            end = run.to();
            reported = next;
        }
    }

    FakeThread(RandomWorld world, int number) {
        this.world = world;
        this.number = number;
    }

    private @Nullable Work top() {
        return stack.isEmpty() ? null : stack.get(stack.size() - 1);
    }

    boolean busy() {
        return !dead && (!inbox.isEmpty() || !stack.isEmpty() || !events.isEmpty());
    }

    // ---- instructions

    void execute(Execution run) {
        world.must(!dead && !ended, "a run for thread " + number + ", which is gone");
        Work waiting = knownWait();
        (waiting == null ? inbox : waiting.onTop).add(new Work(run));
        world.must(inbox.size() <= 11, "thread " + number + " has " + inbox.size() + " runs waiting");
    }

    private @Nullable Work knownWait() {
        Work top = top();
        return top != null && top.waits && top.known ? top : null;
    }

    /** The machine applies an event of this thread. */
    void applied(WorkerEvent event) {
        Work top = top();
        if (event instanceof WorkerEvent.Blocked && top != null && top.waits) {
            top.known = true;
        }
    }

    void cut(Execution run, int end) {
        for (Work work : all()) {
            if (work.run.number() == run.number()) {
                work.end = Math.min(work.end, Math.max(work.next, end));
                world.answer(new WorkerEvent.Cut(number, run, work.end));
                return;
            }
        }
        world.answer(new WorkerEvent.Cut(number, run, run.to()));
    }

    private List<Work> all() {
        List<Work> all = new ArrayList<>(inbox);
        for (Work work : stack) {
            all.add(work);
            all.addAll(work.onTop);
        }
        return all;
    }

    void interrupt(Execution run, int position) {
        Work top = top();
        if (top != null && top.run.number() == run.number() && top.at == position) {
            top.interrupted = true;
        }
    }

    void resume() {
        Work top = top();
        world.must(top != null && top.waits && top.unblocked, "thread " + number + " is resumed, but does not wait");
        top.waits = false;
        top.known = false;
        top.unblocked = false;
    }

    void refuse() {
        Work top = top();
        world.must(top != null && top.waits, "thread " + number + " is refused a wait, but does not wait");
        top.waits = false;
        top.known = false;
        top.unblocked = false;
        top.interrupted = true;
    }

    void end() {
        world.must(inbox.isEmpty() && stack.isEmpty(), "thread " + number + " is ended while it has work");
        ended = true;
    }

    // ---- steps

    /** Goes on by one random step, if there is anything to do. */
    void step() {
        if (dead) {
            return;
        }
        Work top = top();
        if (top == null) {
            enter(inbox.poll());
        } else if (top.waits) {
            wait(top);
        } else if (top.at >= 0) {
            inTask(top);
        } else if (top.next < top.end) {
            claim(top);
        } else {
            report(top);
            stack.remove(stack.size() - 1);
            events.add(new WorkerEvent.Emptied(number, top.run));
        }
    }

    private void enter(@Nullable Work work) {
        if (work != null) {
            stack.add(work);
        }
    }

    private void claim(Work work) {
        work.at = work.next++;
        work.interrupted = false;
        work.deaf = world.chance(0.02);
        world.claimed(work.run, work.at);
    }

    private void wait(Work work) {
        if (!work.onTop.isEmpty()) {
            enter(work.onTop.poll());
        } else if (!work.unblocked && (work.interrupted || world.chance(0.3) || world.closing())) {
            work.unblocked = true;
            events.add(new WorkerEvent.Unblocked(number));
        }
    }

    private void inTask(Work work) {
        if (work.interrupted && work.deaf && !ignores(work)) {
            return;
        }
        double kind = world.random();
        if (work.interrupted && !work.deaf || kind < 0.1) {
            fail(work);
        } else if (kind < 0.2 && !world.closing() && world.mayBlock(work.run)) {
            report(work);
            work.waits = true;
            events.add(new WorkerEvent.Blocked(number, world.chance(0.3)));
        } else {
            long id = work.run.assignment().first() + work.at;
            work.values.add(world.chance(0.3) ? world.store(work.run, id) : (Object) id);
            work.at = -1;
            if (world.chance(0.3)) {
                report(work);
            }
        }
    }

    /** Either the thread is written off, or it hears the interrupt after all. */
    private boolean ignores(Work work) {
        if (world.chance(0.5)) {
            work.deaf = false;
            return true;
        }
        report(work);
        dead = true;
        events.add(new WorkerEvent.ThreadWrittenOff(number));
        return false;
    }

    private void fail(Work work) {
        report(work);
        Failure failure = new Failure(Failure.Kind.USER, "boom", "boom", List.of("x.Boom"));
        events.add(new WorkerEvent.Threw(number, work.run, work.at, failure, world.nanos()));
        work.at = -1;
        work.reported = work.next;
    }

    private void report(Work work) {
        int count = work.values.size();
        if (count == 0) {
            return;
        }
        Object[] values = work.values.toArray();
        long[] sizes = new long[count];
        for (int i = 0; i < count; i++) {
            sizes[i] = values[i] == Kept.AT_WORKER ? 100 : 8;
        }
        events.add(new WorkerEvent.Ran(
                number,
                work.run,
                work.reported,
                work.reported + count,
                values,
                0,
                sizes,
                count * world.nanos(),
                world.nanos()));
        work.reported += count;
        work.values.clear();
    }

    /** Names of what it has, for the story of a failed seed. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("thread " + number + (dead ? " dead" : ""));
        for (Work work : all()) {
            Assignment assignment = work.run.assignment();
            text.append(" [run ").append(work.run.number()).append(" of ").append(Long.toHexString(assignment.first()));
            text.append(" next ")
                    .append(work.next)
                    .append(" end ")
                    .append(work.end)
                    .append(" at ")
                    .append(work.at);
            text.append(work.waits ? " waits" : "").append(']');
        }
        return text.append(" " + events.size() + " events").toString();
    }
}

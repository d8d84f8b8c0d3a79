package dev.muster.testkit.simulation;

import dev.muster.protocol.Failure;
import dev.muster.worker.Execution;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A task thread going through one run: where it is, and what it has not reported yet. Owned by one simulation. */
final class Pass {
    final Execution run;
    /** Position of the next task to claim. */
    int next;
    /** Position after the last task that may be claimed. */
    int end;
    /** What it is at, or null between tasks. */
    @Nullable
    Activity activity;

    /** Values from position {@code next - values.size()} on, ended and not reported. */
    final List<@Nullable Object> values = new ArrayList<>();

    final List<Long> sizes = new ArrayList<>();
    long nanos;
    long slowest;
    boolean reportNoted;

    Pass(Execution run, int end) {
        this.run = run;
        next = run.from();
        this.end = end;
    }

    /** One task being run by a thread. */
    static final class Activity {
        final Pass pass;
        final int position;
        final Result attempt;
        final Work work;
        final long[] inputs;
        Stage stage = Stage.RUNNING;
        /** Wait for these before going on. */
        final List<Child> children = new ArrayList<>();

        /** The machine has heard of its wait. */
        boolean known;
        /** The failure with which its wait was refused. */
        @Nullable
        Failure refused;

        boolean interrupted;
        boolean timedOut;
        /** The machine let it go on after its wait. */
        boolean resumed;
        /** It ran the second half, or ended otherwise: late timers of it mean nothing. */
        boolean over;

        Activity(Pass pass, int position, Result attempt, Work work, long[] inputs) {
            this.pass = pass;
            this.position = position;
            this.attempt = attempt;
            this.work = work;
            this.inputs = inputs;
        }

        /** What the children ended with. */
        long[] childValues() {
            return children.stream().mapToLong(child -> child.value).toArray();
        }

        boolean childrenEnded() {
            for (Child child : children) {
                if (!child.ended) {
                    return false;
                }
            }
            return true;
        }
    }

    /** How far a task is. */
    enum Stage {
        /** In user code. */
        RUNNING,
        /** Waits for children. */
        WAITING,
        /** Has what it waited for and wants its threads back. */
        RESUMING
    }

    /** Nested work that a task has submitted. */
    static final class Child {
        final long number;
        final Work work;
        final @Nullable Submission handle;
        boolean ended;
        long value;

        Child(long number, Work work, @Nullable Submission handle) {
            this.number = number;
            this.work = work;
            this.handle = handle;
        }
    }
}

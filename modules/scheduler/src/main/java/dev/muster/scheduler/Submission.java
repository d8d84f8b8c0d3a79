package dev.muster.scheduler;

import dev.muster.protocol.Payload;
import dev.muster.protocol.Rank;
import dev.muster.protocol.TaskSpec;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * What the tasks of one submission share. Owned by the scheduler's loop. Its tasks stand in consecutive slots with consecutive ids;
 * a task's position is the distance from the first.
 */
abstract sealed class Submission
        permits Submission.Single, Submission.Graph, MapTasks, Submission.Supplied, Submission.Gate, Submission.Copy {
    final Handle handle;
    final int count;
    /** Number of the first task in the session's order; see {@link Rank}. */
    final long order;
    /** Null unless a running task submitted it. */
    final @Nullable Family family;

    private int slot;
    /** It never had what it needs (its inputs were gone, the session was closed): it cannot be tried again. */
    boolean broken;
    /** What its tasks inherited, and for all but a graph what they asked for. */
    long deadline = Long.MAX_VALUE;

    Submission(Handle handle, int count, long order, @Nullable Family family) {
        this.handle = handle;
        this.count = count;
        this.order = order;
        this.family = family;
    }

    /** What the task at a position asks for. */
    abstract TaskSpec spec(int position);

    /** Its function. */
    abstract Object work(int position);

    /**
     * So many tasks from the position on will not run again, for the scheduler itself has their values: what only a run would need may go. A
     * client that holds many small values would else hold all the arguments they were made of.
     */
    void unneeded(int position, int tasks) {}

    private static Object there(@Nullable Object work) {
        if (work == null) {
            throw new IllegalStateException("the function of a task was let go too early");
        }
        return work;
    }

    /** How many of its links are inputs; the rest are tasks that it only comes after. */
    abstract int inputCount(int links);

    /** Tells where the tasks stand. */
    final void place(int firstSlot) {
        slot = firstSlot;
    }

    /** When the task at a position must have ended; {@link Long#MAX_VALUE} for never. */
    long deadline(int position) {
        return deadline;
    }

    /** Where the first task stands. */
    final int slot() {
        return slot;
    }

    final int priority(int position) {
        return family == null ? spec(position).priority() : family.priority;
    }

    final int depth() {
        return family == null ? 0 : family.depth;
    }

    final long order(int position) {
        return family == null ? order + position : family.order;
    }

    final long sequence(int position) {
        return order + position;
    }

    final Rank rank(int position) {
        return new Rank(priority(position), order(position), depth(), sequence(position));
    }

    /** One task with its own function. */
    static final class Single extends Submission {
        private final TaskSpec spec;
        private @Nullable Object work;
        private final int inputs;

        Single(Handle handle, long order, @Nullable Family family, TaskSpec spec, Object work, int inputs) {
            super(handle, 1, order, family);
            this.spec = spec;
            this.work = work;
            this.inputs = inputs;
        }

        /** Whether the other one was submitted so many places behind this one, and asks for the very same. */
        @SuppressWarnings("ReferenceEquality") // equal but distinct ones go one by one, which is as right
        boolean continuedBy(Single other, int distance) {
            return other.spec == spec && other.order == order + distance && other.family == family;
        }

        @Override
        TaskSpec spec(int position) {
            return spec;
        }

        @Override
        Object work(int position) {
            return there(work);
        }

        @Override
        void unneeded(int position, int tasks) {
            work = null;
        }

        /** Whether it could run. */
        boolean hasWork() {
            return work != null;
        }

        @Override
        int inputCount(int links) {
            return inputs;
        }
    }

    /** A graph: each task its own function. */
    static final class Graph extends Submission {
        private final TaskSpec[] specs;
        private final @Nullable Object[] works;
        private final long submittedAt;

        Graph(Handle handle, long order, @Nullable Family family, long submittedAt, TaskSpec[] specs, Object[] works) {
            super(handle, specs.length, order, family);
            this.submittedAt = submittedAt;
            this.specs = specs;
            this.works = works;
        }

        @Override
        TaskSpec spec(int position) {
            return specs[position];
        }

        @Override
        Object work(int position) {
            return there(works[position]);
        }

        /** Encoded ones only: an array of objects is the caller's too. */
        @Override
        void unneeded(int position, int tasks) {
            for (int at = position; at < position + tasks; at++) {
                if (works[at] instanceof Payload) {
                    works[at] = null;
                }
            }
        }

        @Override
        long deadline(int position) {
            long own = specs[position].deadlineNanos();
            return own == 0 ? deadline : Math.min(deadline, submittedAt + own);
        }

        @Override
        int inputCount(int links) {
            return links;
        }
    }

    /** Values that the client supplied: nothing to run. */
    static final class Supplied extends Submission {
        /** For each value the numbers of the workers that have a copy; null if it rides along with what takes it. */
        private @Nullable BitSet @Nullable [] copied;

        /** The value at a position is copied to workers from now on. */
        void copied(int position, BitSet workers) {
            if (copied == null) {
                copied = new BitSet[count];
            }
            copied[position] = workers;
        }

        /** The workers that have a copy of the value at a position, or null. */
        @Nullable
        BitSet copied(int position) {
            return copied == null ? null : copied[position];
        }

        /** Whether no value of it is copied. */
        boolean plain() {
            return copied == null;
        }

        Supplied(Handle handle, int count, long order) {
            super(handle, count, order, null);
        }

        @Override
        TaskSpec spec(int position) {
            return Kinds.SUPPLIED;
        }

        @Override
        Object work(int position) {
            throw new IllegalStateException("a supplied value has no work");
        }

        @Override
        int inputCount(int links) {
            return 0;
        }
    }

    /** Stands before a map until the tasks that it comes after have ended: one waiter instead of one a task. Never runs. */
    static final class Gate extends Submission {
        final MapTasks map;

        Gate(MapTasks map) {
            super(Handles.NONE, 1, map.order, null);
            this.map = map;
        }

        @Override
        TaskSpec spec(int position) {
            return Kinds.GATE;
        }

        @Override
        Object work(int position) {
            throw new IllegalStateException("a gate has no work");
        }

        @Override
        int inputCount(int links) {
            return 0;
        }
    }

    /** Makes one worker hold a value that others hold: an attempt whose only purpose is to fetch its input. */
    static final class Copy extends Submission {
        private final TaskSpec spec;
        private final Object work;

        Copy(long order, TaskSpec spec, Object work) {
            super(Handles.NONE, 1, order, null);
            this.spec = spec;
            this.work = work;
        }

        @Override
        TaskSpec spec(int position) {
            return spec;
        }

        @Override
        Object work(int position) {
            return work;
        }

        @Override
        int inputCount(int links) {
            return links;
        }
    }
}

package dev.muster.testkit.simulation;

import dev.muster.protocol.Failure;
import dev.muster.scheduler.Handle;
import dev.muster.scheduler.TaskRef;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** One submission of a simulated client, with what must become of its tasks. Owned by one simulation. */
final class Submission implements Handle {
    final String name;
    final List<Task> tasks = new ArrayList<>();
    private long first;

    Submission(String name) {
        this.name = name;
    }

    @Override
    public void bind(long firstTask) {
        if (first != 0) {
            throw new IllegalStateException(this + " was bound to " + first + " and again to " + firstTask);
        }
        first = firstTask;
    }

    @Override
    public long firstTask() {
        return first;
    }

    Task add(Work work, List<Task> inputs, List<Task> after) {
        Task task = new Task(this, tasks.size(), work, inputs, after);
        tasks.add(task);
        return task;
    }

    @Override
    public String toString() {
        return name + "(" + tasks.size() + ")@" + Long.toHexString(first);
    }

    /**
     * A task as the client knows it: what it is made of and how it may end. Tasks are made in an order in which inputs come first.
     */
    static final class Task implements TaskRef {
        final Submission submission;
        final int index;
        final Work work;
        final List<Task> inputs;
        final List<Task> after;
        /** Ways it may fail because of what it is or what was done to it; its inputs' come on top. */
        final Set<Failure.Kind> may = EnumSet.noneOf(Failure.Kind.class);
        /** It never has a value, whatever its inputs do. */
        boolean mustFail;
        /** The client still holds it. */
        boolean held = true;
        /** The machine says that it has ended. */
        boolean settled;
        /** Cancelled or asked for again: more than one execution is in order. */
        boolean disturbed;

        /** All ways in which it may fail, as worked out last. */
        final Set<Failure.Kind> failures = EnumSet.noneOf(Failure.Kind.class);
        /** It may have a value, as worked out last. */
        boolean possible = true;

        private final long value;

        private Task(Submission submission, int index, Work work, List<Task> inputs, List<Task> after) {
            this.submission = submission;
            this.index = index;
            this.work = work;
            this.inputs = List.copyOf(inputs);
            this.after = List.copyOf(after);
            long[] values = new long[inputs.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = inputs.get(i).value();
            }
            value = work.value(values);
            mustFail = work.fails();
        }

        @Override
        public Submission handle() {
            return submission;
        }

        @Override
        public int index() {
            return index;
        }

        /** What its value must be, if it has one. */
        long value() {
            return value;
        }

        /** Works out {@link #failures} and {@link #possible} from its own and its inputs', which must have been worked out. */
        void workOut() {
            failures.clear();
            failures.addAll(may);
            possible = !mustFail;
            for (Task input : inputs) {
                failures.addAll(input.failures);
                possible &= input.possible;
            }
            for (Task input : after) {
                failures.addAll(input.failures);
                possible &= input.possible;
            }
        }

        @Override
        public String toString() {
            return submission.name + "[" + index + "]=" + Long.toHexString(submission.first + index);
        }
    }
}

package dev.muster.scheduler;

import dev.muster.protocol.Arguments;
import dev.muster.protocol.TaskSpec;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A map: one function, a row of arguments a task. Owned by the scheduler's loop. The rows come in slices; a slice is let go when no task of
 * it may run (again).
 */
final class MapTasks extends Submission {
    private final TaskSpec spec;
    private final Object work;
    private @Nullable Arguments[] slices = new Arguments[2];
    /** Position of each slice's first row; one more than there are slices: where the next one begins. */
    private int[] starts = new int[3];
    /** Tasks of each slice that may still run. */
    private int[] needed = new int[2];

    private int sliceCount;
    private int lastFound;
    /** False while tasks that it comes after have not ended. */
    boolean open;
    /** No more rows come. */
    boolean cutShort;
    /** The gate before it; 0 for none. */
    long gate;

    MapTasks(Handle handle, long order, @Nullable Family family, TaskSpec spec, Object work, int tasks) {
        super(handle, tasks, order, family);
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
        return 0;
    }

    /** How many rows are there. */
    int arrived() {
        return starts[sliceCount];
    }

    /** Whether the task at a position has all that it needs. */
    boolean ready(int position) {
        return open && position < arrived();
    }

    /** Adds the next rows. */
    void add(Arguments rows) {
        if (rows.count() > count - arrived()) {
            throw new IllegalArgumentException(
                    "a map of " + count + " tasks got arguments for " + (arrived() + (long) rows.count()));
        }
        if (sliceCount == slices.length) {
            slices = Arrays.copyOf(slices, sliceCount * 2);
            needed = Arrays.copyOf(needed, sliceCount * 2);
            starts = Arrays.copyOf(starts, sliceCount * 2 + 1);
        }
        slices[sliceCount] = rows;
        needed[sliceCount] = rows.count();
        starts[sliceCount + 1] = starts[sliceCount] + rows.count();
        sliceCount++;
    }

    /** How many of the next {@code most} rows from {@code position} on lie in one slice and are not too many bytes for one message. */
    int together(int position, int most) {
        int slice = find(position);
        Arguments arguments = slices[slice];
        int rows = Math.min(most, starts[slice + 1] - position);
        return arguments == null || rows <= 1
                ? rows
                : arguments.within(position - starts[slice], rows, Posting.MOST_BYTES);
    }

    /** The rows of tasks {@code position} and following, which lie in one slice. */
    Arguments rows(int position, int rows) {
        int slice = find(position);
        Arguments arguments = slices[slice];
        if (arguments == null) {
            throw new IllegalStateException("the arguments of task " + position + " were let go too early");
        }
        int from = position - starts[slice];
        return from == 0 && rows == arguments.count() ? arguments : arguments.slice(from, from + rows);
    }

    /** Their rows may go. */
    @Override
    void unneeded(int position, int rows) {
        int from = position;
        int end = Math.min(position + rows, arrived());
        while (from < end) {
            int slice = find(from);
            int to = Math.min(end, starts[slice + 1]);
            needed[slice] -= to - from;
            if (needed[slice] == 0) {
                slices[slice] = null;
            }
            from = to;
        }
    }

    private int find(int position) {
        if (starts[lastFound] <= position && position < starts[lastFound + 1] && lastFound < sliceCount) {
            return lastFound;
        }
        int at = Arrays.binarySearch(starts, 0, sliceCount + 1, position);
        lastFound = at >= 0 ? at : -at - 2;
        return lastFound;
    }
}

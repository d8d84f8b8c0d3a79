package dev.muster.protocol;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a slice of a {@code map}: one row for each task. Immutable.
 *
 * <p>They stay together, live as one array, encoded as one {@code byte[]} with offsets, so that a task costs no object of its own.
 */
public sealed interface Arguments {
    /** How many rows there are. */
    int count();

    /** How many arguments one row has: 1 for a map over one sequence. */
    int arity();

    /** How many rows from {@code from} on, at most {@code most} and at least one, have no more than so many bytes together. */
    int within(int from, int most, long bytes);

    /** How many bytes they take, where they are encoded; else 0. */
    long size();

    /** Rows {@code from} (inclusive) to {@code to} (exclusive), sharing this one's memory. */
    Arguments slice(int from, int to);

    /**
     * Arguments by reference.
     *
     * @param values row after row, {@code arity} references each; elements may be null
     * @param from index of the first row
     * @param count rows
     * @param arity references in a row
     */
    record Live(@Nullable Object[] values, int from, int count, int arity) implements Arguments {
        @Override
        public Arguments slice(int first, int end) {
            return new Live(values, from + first, end - first, arity);
        }

        @Override
        public int within(int first, int most, long bytes) {
            return most;
        }

        @Override
        public long size() {
            return 0;
        }

        /** Puts the row's arguments into {@code target}, which has at least {@code arity} elements. */
        public void row(int row, @Nullable Object[] target) {
            System.arraycopy(values, (from + row) * arity, target, 0, arity);
        }
    }

    /**
     * Encoded arguments, row after row.
     *
     * @param bytes the rows' bytes, one after the other; each row decodes to an {@code Object[]} of {@code arity}
     * @param offsets where row i of the array begins, one more element than there are rows in the array
     * @param from index of the first row
     * @param count rows
     * @param arity arguments in a row
     */
    record Encoded(byte[] bytes, int[] offsets, int from, int count, int arity) implements Arguments {
        @Override
        public Arguments slice(int first, int end) {
            return new Encoded(bytes, offsets, from + first, end - first, arity);
        }

        @Override
        public int within(int first, int most, long bytes) {
            int begin = from + first;
            long end = offsets[begin] + bytes;
            if (offsets[begin + most] <= end) {
                return most;
            }
            int found = Arrays.binarySearch(offsets, begin, begin + most, (int) Math.min(Integer.MAX_VALUE, end));
            return Math.max(1, (found >= 0 ? found : -found - 2) - begin);
        }

        @Override
        public long size() {
            return (long) offsets[from + count] - offsets[from];
        }

        /** The bytes of one row, in place. */
        public Payload row(int row) {
            int begin = offsets[from + row];
            return new Payload(bytes, begin, offsets[from + row + 1] - begin, java.util.List.of());
        }
    }
}

package dev.muster.protocol;

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

        /** The bytes of one row, in place. */
        public Payload row(int row) {
            int begin = offsets[from + row];
            return new Payload(bytes, begin, offsets[from + row + 1] - begin, java.util.List.of());
        }
    }
}

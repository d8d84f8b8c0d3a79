package dev.muster.config;

import java.io.Serializable;

/** How much memory a worker may hold, before the machine's own size is known. Immutable. */
public sealed interface MemoryLimit extends Serializable {

    /** An even share of what the machine can spare; whoever starts the workers knows how much that is. */
    record Automatic() implements MemoryLimit {
        @Override
        public long bytes(long systemBytes, long automaticBytes) {
            return automaticBytes;
        }

        @Override
        public String toString() {
            return "auto";
        }
    }

    /** No limit. */
    record None() implements MemoryLimit {
        @Override
        public long bytes(long systemBytes, long automaticBytes) {
            return 0;
        }

        @Override
        public String toString() {
            return "0";
        }
    }

    /**
     * A size.
     *
     * @param size how much, at least {@link #SMALLEST}
     */
    record Fixed(DataSize size) implements MemoryLimit {
        /**
         * Checks the bound.
         *
         * @throws IllegalArgumentException if the size is below {@link #SMALLEST}
         */
        public Fixed {
            if (size.compareTo(SMALLEST) < 0) {
                throw new IllegalArgumentException("\"" + size.bytes() + "\" is no memory limit: " + size.bytes()
                        + " bytes are less than the least, " + SMALLEST
                        + "; write a unit (512MiB), a fraction with a point (0.5, 1.0) or 0 for none");
            }
        }

        @Override
        public long bytes(long systemBytes, long automaticBytes) {
            return size.bytes();
        }

        @Override
        public String toString() {
            return size.toString();
        }
    }

    /**
     * A part of the machine's memory.
     *
     * @param part which part, more than 0, at most 1
     */
    record Fraction(double part) implements MemoryLimit {
        /**
         * Checks the bounds.
         *
         * @throws IllegalArgumentException if the part is not above 0 and at most 1
         */
        public Fraction {
            if (!(part > 0 && part <= 1)) {
                throw new IllegalArgumentException("\"" + part
                        + "\" is no memory limit: a fraction of the machine's memory is above 0 and at most 1.0");
            }
        }

        @Override
        public long bytes(long systemBytes, long automaticBytes) {
            return (long) (part * systemBytes);
        }

        @Override
        public String toString() {
            return String.valueOf(part);
        }
    }

    /** The least size that is taken for a limit: anything smaller is a forgotten unit, as in {@code 512}. */
    DataSize SMALLEST = new DataSize(1 << 20);

    /**
     * Reads a limit as people write it.
     *
     * @param text {@code auto}; a size such as {@code 4GiB} or a whole number of bytes; a fraction of the machine's
     *     memory, written with a point, such as {@code 0.5}; or {@code 0} for no limit
     * @return the limit
     * @throws IllegalArgumentException if the text has another form or is out of its bounds
     */
    static MemoryLimit parse(String text) {
        String stripped = text.strip();
        if (stripped.equalsIgnoreCase("auto")) {
            return new Automatic();
        }
        if (stripped.matches("[0-9]+\\.[0-9]+")) {
            double part = Double.parseDouble(stripped);
            return part == 0 ? new None() : new Fraction(part);
        }
        DataSize size = DataSize.parse(stripped);
        return size.bytes() == 0 ? new None() : new Fixed(size);
    }

    /**
     * The limit in bytes, once the machine is known.
     *
     * @param systemBytes the memory of the machine, or of the container if that is less
     * @param automaticBytes what {@code auto} comes to here
     * @return bytes; 0 for no limit
     */
    long bytes(long systemBytes, long automaticBytes);
}

package dev.muster.benchmark;

/**
 * Who needs whom from one step to the next: patterns of Task Bench (Slaughter and others, "Task Bench: A Parameterized Benchmark for
 * Evaluating Parallel Runtime Performance", SC 2020), for a width that is a power of two.
 */
enum Pattern {
    /** Its own predecessor and both neighbours of that. */
    STENCIL("stencil_1d") {
        @Override
        int[] inputs(int step, int point, int width) {
            return within(width, point - 1, point, point + 1);
        }
    },
    /** Its own predecessor and those at a distance that doubles with every step. */
    FFT("fft") {
        @Override
        int[] inputs(int step, int point, int width) {
            int distance = 1 << (step % Integer.numberOfTrailingZeros(width));
            return within(width, point - distance, point, point + distance);
        }
    },
    /** A binary fan-out: each of a step feeds two of the next, until the width is reached. */
    TREE("tree") {
        @Override
        int points(int step, int width) {
            return step >= Integer.numberOfTrailingZeros(width) ? width : 1 << step;
        }

        @Override
        int[] inputs(int step, int point, int width) {
            return new int[] {point / 2};
        }
    },
    /** Three predecessors that lie far apart and move with the step. */
    SPREAD("spread") {
        @Override
        int[] inputs(int step, int point, int width) {
            int third = width / 3;
            // At least one away from the point itself, whatever the step.
            int near = 1 + (third + step) % (width - 1);
            int far = 1 + (2 * third + step) % (width - 1);
            return new int[] {point, (point + near) % width, (point + far) % width};
        }
    },
    /** Only its own predecessor. */
    NO_COMMUNICATION("no_comm") {
        @Override
        int[] inputs(int step, int point, int width) {
            return new int[] {point};
        }
    };

    private final String label;

    Pattern(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    /** How many points a step has. */
    int points(int step, int width) {
        return width;
    }

    /** The points of the step before that this one needs; the first step is 0 and needs nothing. */
    abstract int[] inputs(int step, int point, int width);

    private static int[] within(int width, int low, int own, int high) {
        if (low < 0) {
            return high < width ? new int[] {own, high} : new int[] {own};
        }
        return high < width ? new int[] {low, own, high} : new int[] {low, own};
    }
}

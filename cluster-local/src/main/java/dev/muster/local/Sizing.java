package dev.muster.local;

import org.jspecify.annotations.Nullable;

/**
 * How many workers with how many threads each. Immutable.
 *
 * @param workers at least 0
 * @param threads of each, at least 1
 */
record Sizing(int workers, int threads) {
    private static final int FEW_CPUS = 4;

    /**
     * The sizing rule; it is the one that Dask users know.
     *
     * @param processes whether each worker is a process
     * @param cpus CPUs this process may use; affinity and container quota count
     * @param workers as asked for, or null
     * @param threads as asked for, or null
     */
    static Sizing of(boolean processes, int cpus, @Nullable Integer workers, @Nullable Integer threads) {
        if (workers != null && threads != null) {
            return new Sizing(workers, threads);
        }
        if (workers != null) {
            return new Sizing(workers, workers == 0 ? cpus : Math.max(1, ceilingOf(cpus, workers)));
        }
        if (threads != null) {
            return new Sizing(processes ? Math.max(1, cpus / threads) : 1, threads);
        }
        if (!processes) {
            return new Sizing(1, cpus);
        }
        int count = cpus <= FEW_CPUS ? cpus : smallestDivisorFromRoot(cpus);
        return new Sizing(count, cpus / count);
    }

    private static int ceilingOf(int cpus, int workers) {
        return (cpus + workers - 1) / workers;
    }

    private static int smallestDivisorFromRoot(int cpus) {
        int divisor = (int) Math.ceil(Math.sqrt(cpus));
        while (cpus % divisor != 0) {
            divisor++;
        }
        return divisor;
    }
}

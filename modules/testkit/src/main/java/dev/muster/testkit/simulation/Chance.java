package dev.muster.testkit.simulation;

import java.util.List;

/** Random choices fixed by a seed. Owned by one simulation; the generator is SplitMix64 (Steele, Lea, Flood, OOPSLA 2014). */
final class Chance {
    private static final long GOLDEN = 0x9e37_79b9_7f4a_7c15L;

    private long state;

    Chance(long seed) {
        state = mix(seed + GOLDEN);
    }

    /** Scrambles 64 bits, one to one; also what the simulated functions compute. */
    static long mix(long bits) {
        long z = (bits ^ bits >>> 30) * 0xbf58_476d_1ce4_e5b9L;
        z = (z ^ z >>> 27) * 0x94d0_49bb_1331_11ebL;
        return z ^ z >>> 31;
    }

    long next() {
        state += GOLDEN;
        return mix(state);
    }

    /** A generator of its own, so that choices of one part do not shift those of another. */
    Chance fork() {
        return new Chance(next());
    }

    /** From 0 to {@code bound - 1}. */
    int below(int bound) {
        return (int) Math.floorMod(next(), (long) bound);
    }

    /** From {@code low} to {@code high}, both possible. */
    long between(long low, long high) {
        return low + Math.floorMod(next(), high - low + 1);
    }

    boolean oneIn(int n) {
        return below(n) == 0;
    }

    /** True in {@code percent} of the calls. */
    boolean percent(int percent) {
        return below(100) < percent;
    }

    <T> T of(List<T> choices) {
        return choices.get(below(choices.size()));
    }

    /** Around {@code typical}: from a quarter to about twice, small ones more often. */
    long around(long typical) {
        return typical / 4 + Math.floorMod(next(), Math.max(1, typical)) * (1 + below(2)) * 7 / 8;
    }
}

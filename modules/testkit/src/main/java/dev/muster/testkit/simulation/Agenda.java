package dev.muster.testkit.simulation;

import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Virtual time: what happens when. Owned by one simulation. What is due at the same instant happens in the order it was noted. */
final class Agenda {
    private final PriorityQueue<Entry> entries = new PriorityQueue<>();
    private long now = 1;
    private long noted;

    private record Entry(long when, long number, Runnable what) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            int byTime = Long.compare(when, other.when);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    /** Nanoseconds since the run began. */
    long now() {
        return now;
    }

    /** Notes something for an instant; the past means at once. */
    void at(long when, Runnable what) {
        entries.add(new Entry(Math.max(when, now), ++noted, what));
    }

    void after(long delay, Runnable what) {
        at(now + delay, what);
    }

    /** Does the next thing; false if there is none. */
    boolean step() {
        @Nullable Entry entry = entries.poll();
        if (entry == null) {
            return false;
        }
        now = entry.when;
        entry.what.run();
        return true;
    }
}

package dev.muster.progress;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * How fast tasks end, from looking at their number now and then. Owned by the display's thread.
 *
 * <p>The rate is that of the last seconds, so that it follows a change; but as long as those saw only a few ends it is the mean
 * since the beginning, because a rate of two events says nothing.
 */
final class Pace {

    private static final long WINDOW = TimeUnit.SECONDS.toNanos(15);
    /** No two samples are nearer: a window holds about sixty, whatever the interval of drawing. */
    private static final long APART = TimeUnit.MILLISECONDS.toNanos(250);
    /** Fewer ends than this within the window say nothing. */
    private static final long ENOUGH = 8;

    private record Sample(long at, long ended) {}

    private final Deque<Sample> recent = new ArrayDeque<>();
    private final Sample first;
    private Sample last;
    /** When the number last changed: a finished kind's mean must not sink. */
    private long changedAt;

    Pace(long now, long ended) {
        first = new Sample(now, ended);
        last = first;
        changedAt = now;
        recent.add(first);
    }

    /** Notes how many have ended by now. */
    void note(long now, long ended) {
        if (ended != last.ended) {
            changedAt = now;
        }
        last = new Sample(now, ended);
        if (now - recent.getLast().at >= APART) {
            recent.add(last);
        }
        while (recent.size() > 1 && now - recent.getFirst().at > WINDOW) {
            recent.removeFirst();
        }
    }

    /** Ends per second; 0 while there are none. */
    double perSecond() {
        Sample from = recent.getFirst();
        boolean telling = last.ended - from.ended >= ENOUGH && last.at > from.at;
        return telling ? rate(from, last.at) : rate(first, last.at);
    }

    /** The mean from the beginning to the last end. */
    double mean() {
        return rate(first, changedAt);
    }

    /** From the beginning to the last end, in nanoseconds. */
    long lasted() {
        return changedAt - first.at;
    }

    private double rate(Sample from, long to) {
        long ended = last.ended - from.ended;
        return ended <= 0 || to <= from.at ? 0 : ended * 1e9 / (to - from.at);
    }

    /** Nanoseconds until so many more have ended at this pace; -1 if that cannot be said. */
    long left(long open) {
        double rate = perSecond();
        return rate <= 0 ? -1 : (long) (open / rate * 1e9);
    }
}

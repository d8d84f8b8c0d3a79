package dev.muster.worker;

import dev.muster.protocol.Completion;
import dev.muster.protocol.Kept;
import dev.muster.protocol.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one session is to be told of attempts that ended with a value, and what it was told but has not acknowledged. Owned by the
 * worker's loop. Inline values stay referenced until the acknowledgement: until then a dependant that is started ahead may name them.
 */
final class Outbox {
    /** No such value; null is a value. */
    static final Object ABSENT = new Object();

    /** Encoded values of so many bytes make a message; what is beyond goes with the next. */
    static final long MOST_BYTES = 128 << 10;

    /** What the next messages are to say, in order; the last one has room. */
    private final ArrayDeque<List<Completion>> pending = new ArrayDeque<>();
    /** Bytes of the values in the last one. */
    private long bytes;

    private int usual = 4;
    private final ArrayDeque<Message.Finished> unacknowledged = new ArrayDeque<>();
    private long sequence;

    /** Adds what has ended, with encoded values of so many bytes in it. */
    void add(Completion completion, long size) {
        List<Completion> last = pending.peekLast();
        if (last == null || bytes > 0 && bytes + size > MOST_BYTES) {
            last = new ArrayList<>(usual);
            pending.add(last);
            bytes = 0;
        }
        last.add(completion);
        bytes += size;
    }

    /** Whether a {@link Message.Finished} is due; while the link is full only one without values. */
    boolean due(boolean writable) {
        return !pending.isEmpty()
                && (writable || pending.stream().anyMatch(each -> each.stream().anyMatch(Outbox::empty)));
    }

    /** The next message, kept until it is acknowledged. Above the high-water mark what carries values stays behind. */
    Message.Finished take(boolean writable) {
        List<Completion> taken = writable ? pending.pollFirst() : withoutValues();
        if (taken == null) {
            throw new IllegalStateException("nothing is due");
        }
        usual = taken.size(); // the next is likely to be of the same size
        Message.Finished finished = new Message.Finished(++sequence, taken);
        unacknowledged.add(finished);
        return finished;
    }

    private List<Completion> withoutValues() {
        List<Completion> taken = new ArrayList<>();
        for (List<Completion> each : pending) {
            each.removeIf(completion -> empty(completion) && taken.add(completion));
        }
        pending.removeIf(List::isEmpty);
        return taken;
    }

    static boolean empty(Completion completion) {
        return completion instanceof Completion.One one && one.value() == Kept.AT_WORKER;
    }

    /** The number of the last message. */
    long sequence() {
        return sequence;
    }

    boolean isEmpty() {
        return pending.isEmpty() && unacknowledged.isEmpty();
    }

    /** The first message that was not acknowledged, if its number is at most {@code upTo}; it is let go. */
    Message.@Nullable Finished acknowledged(long upTo) {
        Message.Finished oldest = unacknowledged.peekFirst();
        return oldest == null || oldest.sequence() > upTo ? null : unacknowledged.pollFirst();
    }

    int unacknowledged() {
        return unacknowledged.size();
    }

    /** The inline value of this attempt while it is here, else {@link #ABSENT}; the latest are looked at first. */
    @Nullable
    Object find(long task, int attempt) {
        Object value = ABSENT;
        Iterator<List<Completion>> next = pending.descendingIterator();
        while (value == ABSENT && next.hasNext()) {
            value = find(next.next(), task, attempt);
        }
        Iterator<Message.Finished> latest = unacknowledged.descendingIterator();
        while (value == ABSENT && latest.hasNext()) {
            value = find(latest.next().completions(), task, attempt);
        }
        return value;
    }

    private static @Nullable Object find(List<Completion> completions, long task, int attempt) {
        for (int i = completions.size() - 1; i >= 0; i--) {
            Completion completion = completions.get(i);
            long at = task - completion.first();
            if (at >= 0 && at < completion.count() && completion.attempt() == attempt && !empty(completion)) {
                return completion instanceof Completion.Range range
                        ? range.values()[range.offset() + (int) at]
                        : ((Completion.One) completion).value();
            }
        }
        return ABSENT;
    }

    /** Forgets everything; a new incarnation counts from 1 again. */
    void clear() {
        pending.clear();
        unacknowledged.clear();
        sequence = 0;
    }
}

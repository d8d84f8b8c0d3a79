package dev.muster.testkit.loopback;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one peer. Thread-safe.
 *
 * <p>Packets are queued by any thread. Whoever {@link #claim claims} writes: it copies packets into two direct buffers,
 * which are swapped and kept for ever, and makes one gathering write. If the socket is full the claim passes to the
 * selector, else it ends. So there is one writer at a time, and a sender never waits for another one's system call.
 */
final class Outbox {
    static final int HIGH_WATER = 4 << 20;
    static final int LOW_WATER = 1 << 20;

    private static final int BUFFER = 128 << 10;

    private final Object lock = new Object();
    private final ArrayDeque<Packet> queue = new ArrayDeque<>();
    private long waiting;
    private boolean owesWritable;
    private boolean claimed;
    private boolean ended;

    // The writer's.
    private Staging front = new Staging();
    private Staging back = new Staging();
    private @Nullable Packet current;
    private int copied;

    /** Queues a packet, unless the outbox has ended. False: more than the high-water mark waits. */
    boolean offer(Packet packet) {
        synchronized (lock) {
            if (ended) {
                return true;
            }
            queue.add(packet);
            waiting += packet.size();
            if (waiting <= HIGH_WATER) {
                return true;
            }
            owesWritable = true;
            return false;
        }
    }

    /**
     * Queues the last packet: after what is queued by now, or instead of it. False if the last one was queued before.
     */
    boolean end(Packet last, boolean discardQueued) {
        synchronized (lock) {
            if (ended) {
                return false;
            }
            ended = true;
            owesWritable = false;
            if (discardQueued) {
                queue.forEach(packet -> waiting -= packet.size());
                queue.clear();
            }
            queue.add(last);
            waiting += last.size();
            return true;
        }
    }

    /** True if the caller is the writer now and must {@link #write}: something waits, and nobody else writes. */
    boolean claim() {
        synchronized (lock) {
            if (claimed || waiting == 0) {
                return false;
            }
            claimed = true;
            return true;
        }
    }

    /** One gathering write by the writer. True: nothing waits, and the claim has ended. False: the claim goes on. */
    boolean write(GatheringByteChannel channel) throws IOException {
        stage();
        long written = channel.write(new ByteBuffer[] {front.outgoing(), back.outgoing()});
        front.settle();
        back.settle();
        if (front.isEmpty()) {
            Staging emptied = front;
            front = back;
            back = emptied;
        }
        synchronized (lock) {
            waiting -= written;
            claimed = waiting > 0;
            return !claimed;
        }
    }

    /** Whether the last packet is on its way, with nothing waiting. */
    boolean isDone() {
        synchronized (lock) {
            return ended && waiting == 0;
        }
    }

    /** True once after a refused offer, as soon as less than the low-water mark waits. */
    boolean takeWritable() {
        synchronized (lock) {
            boolean due = owesWritable && waiting < LOW_WATER;
            owesWritable &= !due;
            return due;
        }
    }

    private void stage() {
        while (true) {
            Packet packet = current;
            if (packet == null) {
                synchronized (lock) {
                    packet = queue.poll();
                }
                if (packet == null) {
                    return;
                }
                current = packet;
                copied = -Packet.PREFIX;
            }
            // Always the later one in order: the back one as soon as it holds anything.
            Staging into = back.isEmpty() && front.room() >= Packet.PREFIX ? front : back;
            if (into.room() < Packet.PREFIX) {
                return;
            }
            copied = into.copy(packet, copied);
            if (copied == packet.length()) {
                current = null;
            }
        }
    }

    /** A direct buffer with its filled part. */
    private static final class Staging {
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
        private int begin;
        private int end;

        boolean isEmpty() {
            return begin == end;
        }

        int room() {
            return BUFFER - end;
        }

        /** Copies what fits; the prefix only whole. Tells how much of the body is copied by now. */
        int copy(Packet packet, int from) {
            buffer.limit(BUFFER).position(end);
            int done = from;
            if (done < 0) {
                buffer.putInt(packet.prefix());
                done = 0;
            }
            int count = Math.min(buffer.remaining(), packet.length() - done);
            buffer.put(packet.body(), packet.offset() + done, count);
            end = buffer.position();
            return done + count;
        }

        ByteBuffer outgoing() {
            return buffer.limit(end).position(begin);
        }

        void settle() {
            begin = buffer.position();
            if (begin == end) {
                begin = 0;
                end = 0;
            }
        }
    }
}

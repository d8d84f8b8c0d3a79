package dev.muster.testkit.loopback;

import dev.muster.protocol.Frame;
import dev.muster.protocol.Loss;
import dev.muster.protocol.MalformedFrameException;
import dev.muster.protocol.PeerInfo;
import dev.muster.protocol.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One socket between two nodes, seen from one of them. Owned by the link's selector thread, but for {@link #send} and
 * {@link #fence}, which any thread may call.
 *
 * <p>It begins with an introduction ({@link Introduction}), then carries frames, and ends by a goodbye of either side,
 * or by failing. After a goodbye of its own it lingers, reading what still comes, until the other side has closed:
 * closing at once could make the system throw away the goodbye together with what was never read.
 */
final class Connection {
    /** Reads in one turn, so that one busy peer does not starve the others. */
    private static final int MOST_READS = 8;

    private static final int MOST_WRITES = 16;

    private enum State {
        INTRODUCING,
        OPEN,
        LINGERING,
        CLOSED
    }

    private final LoopbackLink link;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final Introduction introduction;
    private final Outbox outbox = new Outbox();
    private final Inbox inbox;
    private State state = State.INTRODUCING;
    private @Nullable PeerInfo peer;
    private long deadline;
    private boolean hasDeadline = true;

    /** Set by any thread: nothing more is handed to the receiver but the loss. */
    private volatile boolean fenced;

    /** Why this side fenced the other: what the receiver hears, though the other side may end the connection first. */
    private final AtomicReference<@Nullable Loss> fence = new AtomicReference<>();

    Connection(LoopbackLink link, SocketChannel channel, SelectionKey key, Introduction introduction, long deadline) {
        this.link = link;
        this.channel = channel;
        this.key = key;
        this.introduction = introduction;
        this.inbox = new Inbox(link.maxFrame());
        this.deadline = deadline;
    }

    // ---- any thread

    /** Queues the frame and, if nobody writes, tries one write. False: above the high-water mark. */
    boolean send(Packet packet) {
        boolean below = outbox.offer(packet);
        if (outbox.claim()) {
            write(1);
        }
        return below;
    }

    /** Ends the traffic both ways at once; the selector thread does the rest. */
    void fence(String reason) {
        Loss loss = Loss.of(Loss.Kind.DROPPED, reason);
        fence.compareAndSet(null, loss);
        fenced = true;
        if (outbox.end(Packet.goodbye(Loss.Kind.DROPPED, reason), true)) {
            link.later(() -> leave(loss));
        }
    }

    /** By whoever has claimed the outbox. */
    private void write(int times) {
        try {
            boolean drained = false;
            for (int i = 0; i < times && !drained; i++) {
                drained = outbox.write(channel);
            }
            if (!drained) {
                link.wantWrite(key);
            } else if (outbox.isDone()) {
                link.later(this::saidGoodbye);
            }
            if (outbox.takeWritable()) {
                link.later(this::tellWritable);
            }
        } catch (IOException | CancelledKeyException failed) {
            link.later(() -> fail("the connection broke while writing: " + failed));
        }
    }

    // ---- the selector thread

    void ready(ByteBuffer buffer) {
        try {
            if (key.isConnectable()) {
                channel.finishConnect();
                key.interestOps(SelectionKey.OP_READ);
                begin();
            }
            if (key.isReadable()) {
                read(buffer);
            }
            if (key.isValid() && key.isWritable()) {
                // Before writing: the claim may end in the write, and the next writer then ask for this again.
                key.interestOpsAnd(~SelectionKey.OP_WRITE);
                write(MOST_WRITES);
            }
        } catch (IOException failed) {
            fail("the connection broke: " + failed);
        } catch (Inbox.GarbageException | MalformedFrameException garbage) {
            refuse(String.valueOf(garbage.getMessage()));
        }
    }

    /** The socket is connected. */
    void begin() throws IOException {
        link.family().prepare(channel);
        Packet first = introduction.first();
        if (first != null) {
            send(first);
        }
    }

    private void read(ByteBuffer buffer) throws IOException, Inbox.GarbageException {
        for (int i = 0; i < MOST_READS && state != State.CLOSED; i++) {
            int count = channel.read(buffer.clear());
            if (count < 0) {
                ended();
                return;
            }
            buffer.flip();
            if (state != State.LINGERING) {
                inbox.take(buffer, this::arrived);
            }
            if (count < buffer.capacity()) {
                return;
            }
        }
    }

    private void arrived(Packet packet) {
        PeerInfo from = peer;
        if (packet.isGoodbye()) {
            close(packet.loss());
        } else if (state == State.INTRODUCING) {
            introduce(packet);
        } else if (state == State.OPEN && from != null && !fenced) {
            Frame.Bytes frame = packet.frame();
            WireFormat.check(frame, from.peer().epoch(), link.self().epoch());
            link.receiver().received(from.peer(), frame);
        }
    }

    private void introduce(Packet packet) {
        Introduction.Step step = introduction.answer(packet.frame());
        if (step.answer() != null) {
            send(step.answer());
        }
        PeerInfo other = step.peer();
        if (other == null || !link.opened(this, other)) {
            refuse(step.refusal() == null ? "the peer is here already in a later incarnation" : step.refusal());
            return;
        }
        peer = other;
        state = State.OPEN;
        hasDeadline = false;
        link.receiver().joined(other);
    }

    private void tellWritable() {
        if (state == State.OPEN && peer != null && !fenced) {
            link.receiver().writable(peer.peer());
        }
    }

    /** Garbage, or an introduction that failed: the other side is told why. */
    private void refuse(String reason) {
        if (state == State.INTRODUCING) {
            link.refused(reason);
        }
        fence(reason);
    }

    /** Says the loss here; what waits is written, the goodbye last. */
    void leave(Loss loss) {
        tellLost(loss);
        if (state != State.CLOSED) {
            state = State.LINGERING;
            deadline = link.lingerUntil();
            hasDeadline = true;
            if (outbox.claim()) {
                write(MOST_WRITES);
            }
        }
    }

    /**
     * As {@link #leave}, when this node itself leaves: everything queued is still written.
     *
     * @param said what the receiver hears of this peer; null: nothing, since the node closed its link
     */
    void depart(@Nullable Loss said) {
        outbox.end(Packet.goodbye(Loss.Kind.LEFT, said == null ? "it has left the cluster" : said.detail()), false);
        if (said == null) {
            fenced = true;
            peer = null;
        }
        leave(said == null ? Loss.of(Loss.Kind.LEFT, "") : said);
    }

    private void saidGoodbye() {
        if (state != State.CLOSED) {
            try {
                channel.shutdownOutput();
            } catch (IOException gone) {
                close(Loss.of(Loss.Kind.DIED, gone.toString()));
            }
        }
    }

    private void ended() {
        fail("the connection ended without a goodbye");
    }

    void fail(String how) {
        close(Loss.of(Loss.Kind.DIED, how));
    }

    /** Gives up at its deadline: an introduction that does not come, a goodbye that nobody reads. */
    void expire(long now) {
        if (hasDeadline && now - deadline >= 0) {
            fail("it did not answer in time");
        }
    }

    boolean hasDeadline() {
        return hasDeadline;
    }

    /** Closes the socket and says the loss, if it was not said before. */
    void close(Loss loss) {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        outbox.end(Packet.goodbye(loss.kind(), loss.detail()), true);
        key.cancel();
        try {
            channel.close();
        } catch (IOException alreadyBroken) {
            // It is closed all the same; there is nobody to tell and nothing to mend.
        }
        tellLost(loss);
        link.closed(this);
    }

    private void tellLost(Loss loss) {
        PeerInfo gone = peer;
        peer = null;
        fenced = true;
        if (gone != null) {
            link.forget(gone.peer(), this);
            Loss own = fence.get();
            link.receiver().lost(gone.peer(), own == null ? loss : own);
        }
    }
}

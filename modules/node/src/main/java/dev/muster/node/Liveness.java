package dev.muster.node;

import dev.muster.protocol.Message;
import dev.muster.protocol.Peer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Who is still there. Owned by the node's loop. Pings every peer once an interval and drops one that was silent for the limit, but judges only if
 * its own tick was on time: a late tick (a collection, a suspended process) restarts the count for everybody.
 */
final class Liveness {
    private final long intervalNanos;
    private final long limitNanos;
    private final Inbox inbox;
    private final Outbox outbox;
    private final Set<Peer> peers = new LinkedHashSet<>();
    private long next = Long.MAX_VALUE;

    Liveness(long intervalNanos, long limitNanos, Inbox inbox, Outbox outbox) {
        this.intervalNanos = intervalNanos;
        this.limitNanos = limitNanos;
        this.inbox = inbox;
        this.outbox = outbox;
    }

    void watch(long now, Peer peer) {
        peers.add(peer);
        if (next == Long.MAX_VALUE) {
            next = now + intervalNanos;
        }
    }

    void forget(Peer peer) {
        peers.remove(peer);
        if (peers.isEmpty()) {
            next = Long.MAX_VALUE;
        }
    }

    long nextTick() {
        return next;
    }

    void tick(long now) {
        if (now < next) {
            return;
        }
        if (now - next > intervalNanos) {
            inbox.pardonAll(now);
        }
        next = now + intervalNanos;
        for (Peer peer : new ArrayList<>(peers)) {
            long silent = now - inbox.heardAt(peer, now);
            if (silent > limitNanos) {
                forget(peer);
                inbox.drop(
                        peer,
                        "nothing was heard of it for " + silent / 1_000_000 + " ms (muster.node.liveness is "
                                + limitNanos / 1_000_000 + " ms)");
            } else {
                outbox.add(peer, new Message.Ping(0, false));
            }
        }
    }

    /** Answers a ping; true if the message was one. */
    boolean answered(Peer from, Message message) {
        if (message instanceof Message.Ping ping) {
            if (!ping.answer()) {
                outbox.add(from, new Message.Ping(0, true));
            }
            return true;
        }
        return false;
    }
}

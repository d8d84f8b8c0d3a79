package dev.muster.local;

import dev.muster.protocol.Frame;
import dev.muster.protocol.Loss;
import dev.muster.protocol.Peer;
import dev.muster.protocol.PeerInfo;
import dev.muster.spi.Receiver;
import java.util.HashSet;
import java.util.Set;

/** One attached node. Thread-safe: its monitor orders the calls of its receiver, which only enqueues. */
final class Member {
    private final PeerInfo info;
    private final Receiver receiver;
    private final Set<Peer> known = new HashSet<>();
    private boolean ended;

    Member(PeerInfo info, Receiver receiver) {
        this.info = info;
        this.receiver = receiver;
    }

    PeerInfo info() {
        return info;
    }

    synchronized void joined(PeerInfo peer) {
        if (!ended && known.add(peer.peer())) {
            receiver.joined(peer);
        }
    }

    /** Discards what comes from a peer that is not known, or not any more. */
    synchronized void received(Peer from, Frame frame) {
        if (!ended && known.contains(from)) {
            receiver.received(from, frame);
        }
    }

    synchronized void lost(Peer peer, Loss why) {
        if (!ended && known.remove(peer)) {
            receiver.lost(peer, why);
        }
    }

    /** The link was closed by its owner: the receiver hears nothing more. */
    synchronized void left() {
        ended = true;
    }

    /** The cluster was closed: the receiver hears of every loss, its own last. */
    synchronized void end(Loss why) {
        for (Peer peer : Set.copyOf(known)) {
            lost(peer, why);
        }
        if (!ended) {
            ended = true;
            receiver.lost(info.peer(), why);
        }
    }
}

package dev.muster.spi;

import dev.muster.protocol.Frame;
import dev.muster.protocol.Loss;
import dev.muster.protocol.Peer;
import dev.muster.protocol.PeerInfo;

/**
 * Where a plug-in brings what came. Implemented by Muster, which only enqueues: no call blocks, runs users' code or
 * throws. Called by the plug-in's own threads.
 *
 * <p>Calls about one peer are ordered and never concurrent: {@code joined}, then any number of {@code received} and
 * {@code writable}, then {@code lost}, after which that incarnation is never named again. Calls about different peers
 * may be concurrent. Each call happens before the next one about the same peer, even on another thread.
 *
 * <p>A new incarnation (same id, greater epoch) is a new peer; the former one's {@code lost} is said before it joins.
 */
public interface Receiver {
    /**
     * A peer is there and can be sent to. First word about it; also said for members that were there before this node.
     *
     * @param peer what it told of itself, unverified beyond what the plug-in's own hand-shake proves
     */
    void joined(PeerInfo peer);

    /**
     * A frame arrived, whole. The receiver keeps it; the plug-in never touches its memory again.
     *
     * @param from who sent it
     * @param frame {@code Live} where the cluster carries objects, else {@code Bytes}
     */
    void received(Peer from, Frame frame);

    /**
     * What waits for this peer fell below the low-water mark. Said once after each {@code send} that returned false, or
     * after the last of several; may come before that {@code send} has returned.
     *
     * @param to the peer that can be sent to again
     */
    void writable(Peer to);

    /**
     * A peer is gone: the last word about it. Frames not delivered by now never will be.
     *
     * @param peer who is gone. If it is this node itself, the link has ended (the cluster was lost, or has fenced this
     *     node): every other peer's {@code lost} was said before, and nothing follows
     * @param why how, with exit code or signal and the last lines of output where the plug-in knows them
     */
    void lost(Peer peer, Loss why);
}

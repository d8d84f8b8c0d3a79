package dev.muster.spi;

import dev.muster.protocol.Frame;
import dev.muster.protocol.Peer;

/**
 * One attached node's way to its peers. Thread-safe. Implemented by a plug-in; called by Muster's node from its loop,
 * from task threads and from threads of users, so an interrupted caller must do it no harm (a blocking channel would be
 * closed by it).
 *
 * <p>A link is one incarnation of a node: it ends by {@link #close()} or by {@code lost(self())}, and is never revived.
 * The node may then attach itself again under its next epoch.
 *
 * <p>Between two peers frames arrive in the order in which they were sent, and each at most once. A frame that does not
 * arrive is followed by no later one, but by {@code lost} on the sender's side. There is no order between different
 * pairs.
 */
public interface Link extends AutoCloseable {
    /**
     * Who this node is in the cluster: the peer it was attached as. Does no I/O.
     *
     * @return id and epoch
     */
    Peer self();

    /**
     * Sends a frame. Called by any thread, several at once; never blocks, never calls the receiver from within.
     * Concurrent sends to one peer have no order of their own. A frame to a peer that is unknown, dropped or lost is
     * discarded silently: its {@code lost} has been or will be said.
     *
     * @param to the receiver
     * @param frame what to send, at most {@link ClusterInfo#maxFrame()} bytes; the link never changes it, and keeps it
     *     until sent
     * @return false if more is waiting for this peer than its high-water mark (4 MiB unless the plug-in has reason for
     *     another): the frame was taken all the same, and {@link Receiver#writable} follows when it has fallen below
     *     the low one (1 MiB); true otherwise, also where the frame was discarded
     * @throws IllegalArgumentException if the frame is of the kind that this cluster does not carry, or exceeds the
     *     maximum; then nothing was sent and the link goes on
     */
    boolean send(Peer to, Frame frame);

    /**
     * Fences a peer. Called by any thread; never blocks. When it returns, no frame of that incarnation is sent any
     * more, and none that has not been handed over yet is delivered; one call to the receiver may be under way. {@code
     * lost(peer, DROPPED)} follows here, and {@code lost} of this node at the peer if that is still there. Frames not
     * yet written are discarded. The two cannot talk again until one has a new epoch. Without effect on a peer that is
     * unknown or lost.
     *
     * @param peer whom to fence
     * @param reason one sentence; goes into the {@code lost} on both sides
     */
    void drop(Peer peer, String reason);

    /**
     * Says goodbye: frames that were accepted are still written if that takes no longer than a second, then every peer
     * hears {@code lost(self, LEFT)}. Called by any thread but the receiver's; may block for that second. When it has
     * returned, no call to the receiver begins any more. A second call does nothing.
     */
    @Override
    void close();
}

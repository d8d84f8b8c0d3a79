package dev.muster.spi;

import dev.muster.cluster.Cluster;
import dev.muster.protocol.Peer;
import java.util.Collection;

/**
 * One cluster as seen from this JVM: the SPI's part, beside the callers' part that it extends. Thread-safe. Implemented
 * by a plug-in; called by Muster's nodes.
 *
 * <p>A plug-in answers only two questions: where do nodes live, and how does a frame reach one. Liveness, draining,
 * retries, the order of work, the encoding and the security of payloads, big values, spilling and code shipping are
 * Muster's and the same for all.
 *
 * <p>{@link Cluster#close()} ends the workers which this cluster started and every link that is still attached (their
 * receivers hear {@code lost} of every peer and then of themselves, peers elsewhere of them, all with kind {@code
 * LEFT}), frees everything, and returns when that is done. After it every other method but the pure accessors throws a {@code ClusterException}
 * of code CLOSED.
 */
public interface ClusterNode extends Cluster {
    /**
     * What kind of cluster it is. Does no I/O, never fails, also after closing; always equal.
     *
     * @return the description
     */
    ClusterInfo info();

    /**
     * Makes a node of this JVM a member. Called once for each incarnation of a node, on any thread but the receiver's;
     * may block until the cluster has accepted the node. Several nodes of one JVM may be attached at once.
     *
     * <p>Every other member hears {@code joined(self)}; {@code in} hears {@code joined} once for every other member,
     * whether it came before or after. Which members hear of which is the plug-in's choice only in this: two clients
     * need not hear of each other. Two workers do, for they fetch values from one another; in which order is no matter.
     *
     * @param self the node, its peer id and epoch included; the same peer is never attached twice
     * @param in hears what comes; may be called before this method has returned
     * @return the node's link; whoever called owns it
     * @throws dev.muster.error.ClusterException if the node is refused, with a sentence that says why (UNAUTHENTICATED,
     *     INCOMPATIBLE_PEER, CONFIG), or the cluster is closed (CLOSED); {@code in} hears nothing more then
     */
    Link attach(NodeInfo self, Receiver in);

    /**
     * Starts workers. Called on any thread; returns when they have been asked for. That they are there shows as {@code
     * joined}; a start that fails later is logged by the plug-in and shows by not joining.
     *
     * @param spec what each of them is
     * @param more how many, at least 1
     * @throws dev.muster.error.ClusterException of code CONFIG unless {@link ClusterInfo#canScale()}, with a sentence
     *     that says how workers are started instead; CLOSED after closing
     */
    void start(WorkerSpec spec, int more);

    /**
     * Ends workers which this cluster started; they have been drained already, so what is still running there is
     * nobody's. Called on any thread, a worker's own loop among them, so it does not wait until they are gone, which
     * shows as {@code lost} with kind {@code LEFT} or {@code KILLED}. Workers that are not there any more, or that others started, are passed over.
     *
     * @param workers whom to end; may be empty
     */
    void stop(Collection<Peer> workers);
}

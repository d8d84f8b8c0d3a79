package dev.muster.spi;

/**
 * The door to one kind of cluster. Thread-safe. Implemented by a plug-in as a public class with a public constructor
 * without arguments, and named in its {@code META-INF/services/dev.muster.spi.ClusterProvider}.
 *
 * <p>It is made and asked for its name whenever somebody looks for a provider, so its constructor does nothing and
 * loads little.
 */
public interface ClusterProvider {
    /**
     * What {@code muster.cluster.type} says to choose this kind, for example {@code local}. Called by {@link
     * Providers}; does no I/O.
     *
     * @return lower-case letters, digits and hyphens; always the same; two providers of one name are refused
     */
    String name();

    /**
     * Joins a cluster, or makes one. Called by the client on a caller's thread; may block until the cluster is there.
     *
     * @param spec what is asked for
     * @return the open cluster; whoever called owns it and closes it
     * @throws dev.muster.error.ClusterException if it cannot be had: CONFIG, UNAUTHENTICATED, INCOMPATIBLE_PEER or
     *     TIMEOUT; nothing (thread, process, socket, file) is left behind then
     */
    ClusterNode open(ClusterSpec spec);
}

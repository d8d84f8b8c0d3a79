package dev.muster.spi;

/**
 * What kind of cluster it is. Immutable.
 *
 * @param name its name, for people; unique on this machine
 * @param address where it is, for people: {@code inproc:…}, {@code unix:…}, {@code tcp:…}, a member's address
 * @param carriesObjects true if all nodes live in one JVM and frames are {@code Live}; false: frames are {@code Bytes}
 * @param canScale whether {@link ClusterNode#start} starts workers
 * @param maxFrame the longest {@code Bytes} frame that a link takes, in bytes; at least 256 KiB
 */
public record ClusterInfo(String name, String address, boolean carriesObjects, boolean canScale, int maxFrame) {
    /** The least that every link carries in one frame. */
    public static final int LEAST_MAX_FRAME = 256 << 10;

    public ClusterInfo {
        if (maxFrame < LEAST_MAX_FRAME) {
            throw new IllegalArgumentException("maxFrame of cluster " + name + " is " + maxFrame + " bytes; at least "
                    + LEAST_MAX_FRAME + " are needed");
        }
    }
}

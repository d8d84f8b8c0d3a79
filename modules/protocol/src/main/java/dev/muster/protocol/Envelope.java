package dev.muster.protocol;

import java.util.List;

/**
 * A frame that was read: the messages of one flush, and between whom. Immutable by convention.
 *
 * @param fromEpoch the sender's epoch
 * @param toEpoch the epoch of the receiver it was meant for
 * @param messages in the order in which they were added
 */
public record Envelope(int fromEpoch, int toEpoch, List<Message> messages) {}

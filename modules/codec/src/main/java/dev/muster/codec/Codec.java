package dev.muster.codec;

import dev.muster.protocol.Arguments;
import dev.muster.protocol.Payload;
import org.jspecify.annotations.Nullable;

/**
 * Turns functions, arguments and values into bytes and back. Thread-safe. Runs users' code (their {@code writeObject},
 * {@code readResolve}, class initialisers), so it is called on callers' threads and task threads, never on a loop; it
 * does not block otherwise.
 *
 * <p>Null is a value. What two references share within one call is shared after decoding, too.
 */
public interface Codec extends AutoCloseable {
    /**
     * Encodes a function or a value. The first byte is never 0xff: nodes use it for marks of their own.
     *
     * @throws dev.muster.error.ClusterException of code UNSERIALIZABLE if it cannot travel: the message names the
     *     class, the fields that lead to it, and the remedy
     */
    Payload encode(@Nullable Object value);

    /**
     * Decodes what a codec with the same {@link #registryPrint()} encoded.
     *
     * @throws dev.muster.error.ClusterException of code UNSERIALIZABLE if it cannot be read, a class is missing or
     *     refused here; INCOMPATIBLE_PEER if a class here differs from the sender's
     */
    @Nullable
    Object decode(Payload payload);

    /**
     * Encodes a slice of a map's arguments into one array. A row decodes, by {@link #decode}, to an {@code Object[]} of
     * the arity.
     *
     * @throws dev.muster.error.ClusterException as {@link #encode}; the message names the row
     */
    Arguments.Encoded encodeRows(Arguments.Live rows);

    /** Encodes {@code rows.length / arity} rows that stand one after the other. */
    default Arguments.Encoded encodeRows(@Nullable Object[] rows, int arity) {
        if (arity < 1 || rows.length % arity != 0) {
            throw new IllegalArgumentException(rows.length + " arguments do not make rows of arity " + arity);
        }
        return encodeRows(new Arguments.Live(rows, 0, rows.length / arity, arity));
    }

    /**
     * Decodes one row into {@code target}, whose length is at least the arity.
     *
     * @throws dev.muster.error.ClusterException as {@link #decode}
     */
    void decodeRow(Arguments.Encoded rows, int row, @Nullable Object[] target);

    /** What tells apart codecs that would misread each other; peers compare it when they join. */
    String registryPrint();

    /** Frees what is pooled. Nothing is encoded or decoded after it. */
    @Override
    void close();
}

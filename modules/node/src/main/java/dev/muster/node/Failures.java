package dev.muster.node;

import dev.muster.codec.ThrownCodec;
import dev.muster.error.ClusterException;
import dev.muster.protocol.Failure;
import org.jspecify.annotations.Nullable;

/** Turns what user code threw into the protocol's failure. Stateless. */
final class Failures {
    private Failures() {}

    /**
     * @param error what the failure carries: the throwable itself on a live link, else its encoding
     */
    static Failure of(Throwable thrown, @Nullable Object error) {
        return new Failure(kind(thrown), sentence(thrown), error, ThrownCodec.types(thrown));
    }

    private static Failure.Kind kind(Throwable thrown) {
        if (thrown instanceof ClusterException own) {
            return switch (own.code()) {
                case UNSERIALIZABLE -> Failure.Kind.UNSERIALIZABLE;
                case INCOMPATIBLE_PEER -> Failure.Kind.INCOMPATIBLE;
                default -> Failure.Kind.USER;
            };
        }
        return Failure.Kind.USER;
    }

    private static String sentence(Throwable thrown) {
        try {
            return String.valueOf(thrown);
        } catch (RuntimeException e) {
            // A user's toString or getMessage may throw: the class name still says something.
            return thrown.getClass().getName();
        }
    }
}

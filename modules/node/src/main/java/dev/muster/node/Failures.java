package dev.muster.node;

import dev.muster.codec.ThrownCodec;
import dev.muster.error.ClusterException;
import dev.muster.error.StandInException;
import dev.muster.protocol.Failure;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Turns what user code threw into the protocol's failure. Stateless. */
final class Failures {
    /** What a person reads of a message, in characters; the exception itself, which goes along, has all of it. */
    private static final int LONGEST_SENTENCE = 10_000;

    private static final int MOST_FRAMES = 1_000;

    private Failures() {}

    /**
     * @param error what the failure carries: the throwable itself on a live link, else its encoding
     */
    static Failure of(Throwable thrown, @Nullable Object error) {
        return new Failure(kind(thrown), sentence(thrown), error, ThrownCodec.types(thrown));
    }

    /** The same without the exception, which is too long to travel. */
    static Failure without(Failure failure, String why) {
        return new Failure(
                failure.kind(),
                cut(failure.message()) + " (its exception stays behind: " + why + ")",
                null,
                failure.types());
    }

    /** Stands in for an exception that is too long to be sent around. */
    static StandInException shortened(Throwable thrown, long bytes) {
        StackTraceElement[] stack = thrown.getStackTrace();
        return new StandInException(
                thrown.getClass().getName(),
                cut(message(thrown)) + " (shortened: the exception takes " + bytes + " bytes)",
                Arrays.copyOf(stack, Math.min(stack.length, MOST_FRAMES)),
                null);
    }

    private static String message(Throwable thrown) {
        try {
            return String.valueOf(thrown.getMessage());
        } catch (RuntimeException e) {
            return "";
        }
    }

    private static String cut(String text) {
        int more = text.length() - LONGEST_SENTENCE;
        return more <= 0 ? text : text.substring(0, LONGEST_SENTENCE) + "… (" + more + " more characters)";
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
            return cut(String.valueOf(thrown));
        } catch (RuntimeException e) {
            // A user's toString or getMessage may throw: the class name still says something.
            return thrown.getClass().getName();
        }
    }
}

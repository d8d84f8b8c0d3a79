package dev.muster.error;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for an exception whose class is not to be had here, or that could not be turned into bytes. Immutable once
 * made.
 *
 * <p>Message, stack and causes are those of the original; {@link #causeType()} names its class, and so does the printed
 * stack. To catch the original by its type, put its class on this JVM's class path.
 */
public final class StandInException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Causes and suppressed exceptions copied at most: enough for any real chain, too few to overflow a stack. */
    private static final int MOST_COPIES = 200;

    private final String causeType;

    /**
     * Makes a stand-in from what was received of the original.
     *
     * @param causeType the binary name of the original's class
     * @param message the original's message; {@code null} if it had none
     * @param stack the original's stack, innermost frame first; copied
     * @param cause the original's cause or a stand-in of it; {@code null} if it had none
     */
    public StandInException(
            String causeType, @Nullable String message, StackTraceElement[] stack, @Nullable Throwable cause) {
        super(message, cause);
        this.causeType = Objects.requireNonNull(causeType, "causeType");
        setStackTrace(stack);
    }

    /**
     * Makes a stand-in of an exception that is here but cannot travel: its whole chain of causes, and what was
     * suppressed in it, as stand-ins too. A chain that bites its own tail is cut there, one of more than 200
     * at its end.
     *
     * @param original what to stand in for
     * @return the stand-in; {@code original} itself if it is one already
     */
    public static StandInException of(Throwable original) {
        return copy(Objects.requireNonNull(original, "original"), Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private static StandInException copy(Throwable original, Set<Throwable> seen) {
        seen.add(original);
        if (original instanceof StandInException already) {
            return already;
        }
        Throwable cause = original.getCause();
        StandInException standIn = new StandInException(
                original.getClass().getName(),
                original.getMessage(),
                original.getStackTrace(),
                cause != null && isNew(cause, seen) ? copy(cause, seen) : null);
        for (Throwable suppressed : original.getSuppressed()) {
            if (isNew(suppressed, seen)) {
                standIn.addSuppressed(copy(suppressed, seen));
            }
        }
        return standIn;
    }

    private static boolean isNew(Throwable candidate, Set<Throwable> seen) {
        return seen.size() < MOST_COPIES && !seen.contains(candidate);
    }

    /**
     * The class of the original.
     *
     * @return its binary name
     */
    public String causeType() {
        return causeType;
    }

    /**
     * What the original would have printed, marked as standing in.
     *
     * @return class, message and the mark
     */
    @Override
    @SuppressWarnings("OverrideThrowableToString") // the message must stay the original's; it is the class that differs
    public String toString() {
        String message = getMessage();
        return causeType + (message == null ? "" : ": " + message)
                + " (stand-in: this JVM lacks the class or could not decode it)";
    }
}

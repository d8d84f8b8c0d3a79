package dev.muster.protocol;

import java.util.List;

/**
 * How a peer was lost. Immutable.
 *
 * @param kind the manner
 * @param detail one sentence: exit code or signal, or how long it was silent
 * @param running the attempts that its flight recorder names as running at death; empty where there is none
 * @param recorded true if {@code running} comes from a flight recorder; false: the suspects must be guessed
 * @param lastLines its last output lines
 */
public record Loss(Kind kind, String detail, List<Span> running, boolean recorded, List<String> lastLines) {
    public Loss {
        running = List.copyOf(running);
        lastLines = List.copyOf(lastLines);
    }

    /** A loss of which no more is known than its manner. */
    public static Loss of(Kind kind, String detail) {
        return new Loss(kind, detail, List.of(), false, List.of());
    }

    /** The manners. */
    public enum Kind {
        /** It said goodbye. */
        LEFT,
        /** Its process ended. */
        DIED,
        /** Nothing was heard of it for the liveness limit. */
        SILENT,
        /** We fenced it. */
        DROPPED,
        /** We ended it: force, memory or drain; nobody but the named attempt is to blame. */
        KILLED
    }
}

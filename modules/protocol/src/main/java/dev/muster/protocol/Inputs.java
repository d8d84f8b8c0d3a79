package dev.muster.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The inputs of one task, in order. Immutable by convention: the arrays are never changed once sent.
 *
 * @param values for each input its value (live object or {@link Payload}; null is a value), or {@link Kept#AT_WORKER}
 * @param remotes null if every value is there; else for each input that is not, where it comes from
 */
public record Inputs(@Nullable Object[] values, @Nullable Remote @Nullable [] remotes) {
    /** No inputs. */
    public static final Inputs NONE = new Inputs(new Object[0], null);

    /** How many there are. */
    public int count() {
        return values.length;
    }

    /** Where input {@code index} comes from, or null if its value is here. */
    public @Nullable Remote remote(int index) {
        return remotes == null ? null : remotes[index];
    }

    /**
     * An input whose value is not in the message. Immutable.
     *
     * @param task the task that makes it
     * @param attempt the attempt whose result it is
     * @param size its size in bytes as far as known, else 0
     * @param holders the workers that hold it; empty if this very worker is about to make it (run-ahead): the dependant starts
     *     when the value is stored here
     */
    public record Remote(long task, int attempt, long size, List<Peer> holders) {
        public Remote {
            holders = List.copyOf(holders);
        }

        /** The receiving worker will make it itself. */
        public boolean runAhead() {
            return holders.isEmpty();
        }
    }
}

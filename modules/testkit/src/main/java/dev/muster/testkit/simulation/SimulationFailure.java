package dev.muster.testkit.simulation;

/** A simulated run broke a rule; the message holds the seed, how to run it again, and the story. */
public final class SimulationFailure extends AssertionError {
    private static final long serialVersionUID = 1L;

    SimulationFailure(String message, Throwable cause) {
        super(message, cause);
    }
}

package dev.muster.testkit.simulation;

/** A rule was broken; the message says which. The simulation adds seed and story. */
final class SimulationFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SimulationFault(String message) {
        super(message);
    }
}

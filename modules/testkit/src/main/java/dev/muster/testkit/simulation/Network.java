package dev.muster.testkit.simulation;

/** Delays of messages and what is lost when a link breaks. Owned by one simulation. */
final class Network {
    /** Where messages arrive. */
    interface Receiver {
        /** Takes a delivery, now or as soon as it can. */
        void arrive(Runnable delivery);
    }

    private final Agenda agenda;
    private final Chance chance;
    private final long delayNanos;
    private long sent;

    /**
     * @param delayNanos the usual time from an end to the other
     */
    Network(Agenda agenda, Chance chance, long delayNanos) {
        this.agenda = agenda;
        this.chance = chance;
        this.delayNanos = delayNanos;
    }

    /** Messages so far. */
    long sent() {
        return sent;
    }

    /** A delay: usually about the usual one, sometimes ten times that. */
    long delay() {
        long usual = chance.between(delayNanos / 2, delayNanos * 3 / 2);
        return chance.oneIn(40) ? usual * 10 : usual;
    }

    /** Delivers something in order, unless it is dropped by then. */
    void send(Link.Pipe pipe, Receiver receiver, Runnable delivery) {
        sent++;
        pipe.deliver(agenda, delay(), receiver, delivery);
    }

    /** Drops a suffix of what is under way; says when the rest will have arrived. */
    long drop(Link.Pipe pipe) {
        return pipe.drop(agenda, chance) + delay();
    }
}

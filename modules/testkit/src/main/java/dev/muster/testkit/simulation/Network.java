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
    private final boolean stragglers;
    private long sent;

    /**
     * @param delayNanos the usual time from an end to the other
     * @param stragglers whether a message in 40 takes ten times as long
     */
    Network(Agenda agenda, Chance chance, long delayNanos, boolean stragglers) {
        this.agenda = agenda;
        this.chance = chance;
        this.delayNanos = delayNanos;
        this.stragglers = stragglers;
    }

    /** Messages so far. */
    long sent() {
        return sent;
    }

    /** A delay: about the usual one, where there are stragglers sometimes ten times that. */
    long delay() {
        long usual = chance.between(delayNanos / 2, longestUsual());
        return chance.oneIn(40) && stragglers ? usual * 10 : usual;
    }

    /** The longest delay of a message that is no straggler. */
    long longestUsual() {
        return delayNanos * 3 / 2;
    }

    /** Delivers something in order, unless it is dropped by then; says when. */
    long send(Link.Pipe pipe, Receiver receiver, Runnable delivery) {
        sent++;
        return pipe.deliver(agenda, delay(), receiver, delivery);
    }

    /** Drops a suffix of what is under way; says when the rest will have arrived. */
    long drop(Link.Pipe pipe) {
        return pipe.drop(agenda, chance) + delay();
    }
}

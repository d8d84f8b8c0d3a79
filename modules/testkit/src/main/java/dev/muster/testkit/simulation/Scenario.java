package dev.muster.testkit.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The sizes of one simulated run. Immutable.
 *
 * @param seed fixes everything else that is drawn
 * @param clients how many clients
 * @param seats the workers' places; a worker that dies comes back to its place
 * @param delayNanos usual time of a message from one end to the other
 * @param stragglers whether a message in 40 takes ten times as long
 * @param loopNanos longest time from an event's arrival to its drain
 * @param steps how many steps a client's program has
 * @param mishaps how many things go wrong: deaths, breaks, freezes
 * @param throughObjects nested work reaches the client by calls in one process, as in threads mode, instead of by messages
 * @param unreliableFetches fetches between workers fail now and then
 * @param nagging back-pressure, memory pauses and closing clients
 * @param validating machines check themselves after every event, and an auditor watches every attempt
 */
record Scenario(
        long seed,
        int clients,
        List<Seat> seats,
        long delayNanos,
        boolean stragglers,
        long loopNanos,
        int steps,
        int mishaps,
        boolean throughObjects,
        boolean unreliableFetches,
        boolean nagging,
        boolean validating) {

    Scenario {
        seats = List.copyOf(seats);
    }

    /**
     * A worker's place.
     *
     * @param name its text id
     * @param threads task threads
     * @param resources amounts by name
     * @param tags labels by name
     * @param slowness factor on the run time of its tasks
     */
    record Seat(String name, int threads, Map<String, Double> resources, Map<String, String> tags, int slowness) {}

    /** A run of the size that a test can afford by the thousand. */
    static Scenario drawn(long seed) {
        Chance chance = new Chance(seed);
        int workers = 1 + chance.below(4);
        List<Seat> seats = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            seats.add(seat(chance, i));
        }
        boolean smooth = chance.percent(35);
        return new Scenario(
                seed,
                chance.percent(60) ? 1 : 2 + chance.below(2),
                seats,
                chance.of(List.of(200L, 20_000L, 20_000L, 250_000L)),
                true,
                chance.of(List.of(0L, 1_000L, 15_000L)),
                3 + chance.below(14),
                smooth ? 0 : chance.below(4),
                chance.percent(50),
                !smooth && chance.percent(30),
                !smooth && chance.percent(30),
                true);
    }

    /**
     * A run for figures: nothing goes wrong, machines do not check themselves, tasks of a range run in bulk.
     *
     * @param workers how many
     * @param threads of each
     * @param delayNanos from one end to the other
     * @param stragglers whether a message in 40 takes ten times as long
     */
    static Scenario figure(int workers, int threads, long delayNanos, boolean stragglers) {
        List<Seat> seats = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            seats.add(new Seat("w" + i, threads, Map.of(), Map.of(), 1));
        }
        return new Scenario(7, 1, seats, delayNanos, stragglers, 0, 0, 0, true, false, false, false);
    }

    /** Nothing that goes wrong: every task runs exactly once, unless it throws or is cancelled. */
    boolean smooth() {
        return mishaps == 0 && !unreliableFetches && !nagging;
    }

    private static Seat seat(Chance chance, int number) {
        boolean first = number == 0;
        return new Seat(
                "w" + number,
                1 + chance.below(3),
                first || chance.percent(30) ? Map.of("gpu", first ? 2.0 : 1.0) : Map.of(),
                first || chance.percent(30) ? Map.of("zone", "a") : Map.of(),
                chance.oneIn(6) ? 8 : 1);
    }
}

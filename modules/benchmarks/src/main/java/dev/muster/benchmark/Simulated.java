package dev.muster.benchmark;

import dev.muster.testkit.simulation.SimulatorFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How good are the decisions of scheduler and worker, when network and tasks are simulated? All but the costs is counted in virtual time
 * and the same on every machine; the costs are processor time in the two machines alone, on this one.
 */
final class Simulated implements Question {
    private static final int TASKS = 1_000_000;
    private static final int MANY_TASKS = 10_000_000;
    private static final ToDoubleFunction<SimulatorFigures.Cost> SCHEDULER = SimulatorFigures.Cost::schedulerNanos;
    private static final ToDoubleFunction<SimulatorFigures.Cost> WORKERS = SimulatorFigures.Cost::workerNanos;
    private static final int ROOTS = 10_000;
    private static final long MICROSECOND = 1_000;

    private final Row row;
    private final List<Contestant> contestants;

    private Simulated(Row row, Contestant... contestants) {
        this.row = row;
        this.contestants = List.of(contestants);
    }

    static List<Question> all() {
        List<Question> all = new ArrayList<>();
        for (int workers : new int[] {2, 100, 1_000}) {
            all.add(cost(workers));
        }
        all.add(scale());
        all.add(of(
                Row.promised(
                        "simulator-mixed",
                        "simulated 20,000 × 1 ms and 160 × 1 s tasks, of ideal",
                        Unit.TIMES,
                        1.10,
                        1.04),
                effort -> SimulatorFigures.mixed()));
        all.add(of(
                Row.promised(
                        "simulator-trap",
                        "simulated 20 k × 1 µs, 20 × 200 ms, 20 k × 1 µs, of ideal",
                        Unit.TIMES,
                        1.15,
                        1.05),
                effort -> SimulatorFigures.trap()));
        all.add(idle("simulator-idle", "longest idle slot while a task is queued elsewhere, in round trips", false));
        all.add(idle("simulator-late", "the same, one message in 40 late and not counted", true));
        for (long micros : new long[] {10, 100, 1_000}) {
            all.add(of(
                    Row.promised("simulator-cold-" + micros, prefetch("unknown", micros), Unit.TIMES, 2, 1.5),
                    effort -> SimulatorFigures.prefetch(micros * MICROSECOND).cold()));
            all.add(of(
                    Row.promised("simulator-warm-" + micros, prefetch("known", micros), Unit.TIMES, 1.5, 1.15),
                    effort -> SimulatorFigures.prefetch(micros * MICROSECOND).warm()));
        }
        for (int workers : new int[] {1, 4}) {
            all.add(reduction(2, workers));
            all.add(reduction(8, workers));
        }
        return all;
    }

    private static String prefetch(String known, long micros) {
        return "4,000 × " + micros + " µs of " + known + " kind, 25 µs away, of ideal";
    }

    private static Simulated of(Row row, Contestant.Measurement measurement) {
        return new Simulated(row, new Contestant(Contestant.MUSTER, measurement));
    }

    private static Simulated idle(String name, String work, boolean stragglers) {
        return new Simulated(
                Row.promised(name, work, Unit.TIMES, 3, 3),
                new Contestant(
                        Contestant.MUSTER,
                        effort -> SimulatorFigures.idle(stragglers).besidesLate()),
                new Contestant(
                        "with late messages",
                        effort -> SimulatorFigures.idle(stragglers).longest()));
    }

    private static Simulated cost(int workers) {
        Row row = Row.informative(
                "simulator-cost-" + workers,
                "the scheduler, per task of a map, workers simulated: " + workers,
                Unit.MICROSECONDS);
        return new Simulated(
                row,
                new Contestant(Contestant.MUSTER, effort -> micros(workers, effort, SCHEDULER)),
                new Contestant("its workers", effort -> micros(workers, effort, WORKERS)));
    }

    private static double micros(int workers, Effort effort, ToDoubleFunction<SimulatorFigures.Cost> part)
            throws Exception {
        return effort.medianOfFew(() -> part.applyAsDouble(cost(workers, effort.of(TASKS)))) / 1e3;
    }

    private static Simulated scale() {
        Row row = Row.promised(
                "simulator-scale",
                "the scheduler, per task of 10 M with 1,000 workers, of that with 2",
                Unit.TIMES,
                1.5,
                1.1);
        return new Simulated(
                row,
                new Contestant(Contestant.MUSTER, effort -> scale(effort, SCHEDULER)),
                new Contestant("all workers in one JVM", effort -> scale(effort, WORKERS)));
    }

    private static double scale(Effort effort, ToDoubleFunction<SimulatorFigures.Cost> part) {
        int tasks = effort.of(MANY_TASKS);
        cost(2, effort.of(TASKS)); // warms up
        double few = part.applyAsDouble(cost(2, tasks));
        return part.applyAsDouble(cost(1_000, tasks)) / few;
    }

    private static SimulatorFigures.Cost cost(int workers, int tasks) {
        return SimulatorFigures.cost(workers, tasks, SimulatorFigures.processorTime());
    }

    private static Simulated reduction(int fanIn, int workers) {
        Row row = Row.informative(
                "simulator-reduce-" + fanIn + "-" + workers,
                "live results at most, " + fanIn + "-ary reduction of 10,000, workers: " + workers,
                Unit.COUNT);
        return new Simulated(
                row,
                new Contestant(
                        Contestant.MUSTER, effort -> reduce(fanIn, workers).most()),
                new Contestant("with copies", effort -> reduce(fanIn, workers).copies()),
                new Contestant("allowed", effort -> reduce(fanIn, workers).allowed()));
    }

    private static SimulatorFigures.Reduction reduce(int fanIn, int workers) {
        return SimulatorFigures.reduce(ROOTS, fanIn, workers);
    }

    @Override
    public Row row() {
        return row;
    }

    @Override
    public List<Contestant> contestants() {
        return contestants;
    }
}

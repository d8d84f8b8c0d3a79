package dev.muster.benchmark;

import dev.muster.client.Client;
import dev.muster.function.Function1;
import dev.muster.function.Function2;
import java.util.List;
import java.util.stream.LongStream;

/** What does an input cost when 131,072 of them are mapped and reduced by {@code map(…).reduce(…)}? */
final class ReduceCost implements Question {
    private static final int LEAVES = 1 << 17;

    @Override
    public Row row() {
        return Row.informative("reduce", "map and reduce of 2^17 inputs, per input", Unit.MICROSECONDS);
    }

    @Override
    public List<Contestant> contestants() {
        return List.of(
                new Contestant(Contestant.MUSTER, ReduceCost::muster),
                new Contestant(Contestant.STREAM, ReduceCost::stream));
    }

    private static List<Long> inputs(Effort effort) {
        return LongStream.range(0, effort.of(LEAVES)).boxed().toList();
    }

    private static double muster(Effort effort) throws Exception {
        List<Long> inputs = inputs(effort);
        Function1<Long, Long> leaf = n -> n;
        Function2<Long, Long, Long> add = Long::sum;
        try (Client client = Pools.muster()) {
            return effort.median(() -> Effort.microsecondsEach(
                    inputs.size(),
                    () -> check(inputs, client.map(leaf, inputs).reduce(add).result())));
        }
    }

    private static double stream(Effort effort) throws Exception {
        List<Long> inputs = inputs(effort);
        try (var pool = Pools.forkJoin()) {
            return effort.median(() -> Effort.microsecondsEach(
                    inputs.size(),
                    () -> check(
                            inputs,
                            pool.executor()
                                    .submit(() -> inputs.parallelStream().reduce(0L, Long::sum))
                                    .get())));
        }
    }

    private static void check(List<Long> inputs, long sum) {
        if (sum != (long) inputs.size() * (inputs.size() - 1) / 2) {
            throw new IllegalStateException("wrong sum " + sum);
        }
    }
}

package dev.muster.benchmark;

import java.util.ArrayList;
import java.util.List;

/** All rows of the table, in its order. Stateless. */
final class Rows {

    private Rows() {}

    static List<Question> all() {
        List<Question> all = new ArrayList<>(List.of(
                new MapRate(),
                new SubmitRate(),
                new SubmitTail(),
                new TreeCost(),
                new ReduceCost(),
                new RoundTrip(),
                new ChainStep(),
                new PacedSubmit(),
                new HeldHeap(HeldHeap.Form.MAP),
                new HeldHeap(HeldHeap.Form.SINGLE),
                new Allocation(HeldHeap.Form.MAP),
                new Allocation(HeldHeap.Form.SINGLE),
                new Makespan(Makespan.Mixture.MIXED),
                new Makespan(Makespan.Mixture.TRAP)));
        all.addAll(Simulated.all());
        for (Pattern pattern : Pattern.values()) {
            all.add(new TaskBench(pattern));
        }
        return all;
    }

    /** The rows whose name begins with one of the words, all if there are none; a word that fits no row is refused. */
    static List<Question> named(List<String> words) {
        for (String word : words) {
            if (all().stream().noneMatch(question -> question.row().name().startsWith(word))) {
                throw new IllegalArgumentException("no row begins with \"" + word + "\"; there are "
                        + all().stream().map(question -> question.row().name()).toList());
            }
        }
        return all().stream()
                .filter(question -> words.isEmpty()
                        || words.stream().anyMatch(question.row().name()::startsWith))
                .toList();
    }
}

package dev.muster.benchmark;

import dev.muster.client.Client;
import dev.muster.client.TaskFuture;
import dev.muster.function.Function1;
import dev.muster.function.Function2;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RecursiveTask;
import java.util.stream.LongStream;

/** What does a task of a binary tree of 131,072 leaves cost: leaves mapped, each inner node a task of its own with two inputs? */
final class TreeCost implements Question {
    private static final int LEAVES = 1 << 17;

    @Override
    public Row row() {
        return Row.promised("tree", "binary tree of 2^17 leaves, per task", Unit.MICROSECONDS, 1, 0.3);
    }

    @Override
    public List<Contestant> contestants() {
        return List.of(
                new Contestant(Contestant.MUSTER, TreeCost::muster),
                new Contestant(Contestant.FORK_JOIN, TreeCost::forkJoin),
                new Contestant(Contestant.COMPLETABLE, TreeCost::completable));
    }

    private static int leaves(Effort effort) {
        return Integer.highestOneBit(effort.of(LEAVES));
    }

    private static void check(long sum, int leaves) {
        if (sum != (long) leaves * (leaves - 1) / 2) {
            throw new IllegalStateException("wrong sum " + sum);
        }
    }

    private static double muster(Effort effort) throws Exception {
        int leaves = leaves(effort);
        List<Long> inputs = LongStream.range(0, leaves).boxed().toList();
        Function1<Long, Long> leaf = n -> n;
        Function2<Long, Long, Long> add = Long::sum;
        try (Client client = Pools.muster()) {
            return effort.median(() -> Effort.microsecondsEach(2 * leaves - 1, () -> {
                List<TaskFuture<Long>> level = client.map(leaf, inputs);
                while (level.size() > 1) {
                    List<TaskFuture<Long>> next = new ArrayList<>(level.size() / 2);
                    for (int i = 0; i < level.size(); i += 2) {
                        next.add(client.combine(add, level.get(i), level.get(i + 1)));
                    }
                    level = next;
                }
                check(level.get(0).result(), leaves);
            }));
        }
    }

    private static double completable(Effort effort) throws Exception {
        int leaves = leaves(effort);
        try (var pool = Pools.threadPool()) {
            return effort.median(() -> Effort.microsecondsEach(2 * leaves - 1, () -> {
                List<CompletableFuture<Long>> level = new ArrayList<>(leaves);
                for (long n = 0; n < leaves; n++) {
                    long value = n;
                    level.add(CompletableFuture.supplyAsync(() -> value, pool.executor()));
                }
                while (level.size() > 1) {
                    List<CompletableFuture<Long>> next = new ArrayList<>(level.size() / 2);
                    for (int i = 0; i < level.size(); i += 2) {
                        next.add(level.get(i).thenCombineAsync(level.get(i + 1), Long::sum, pool.executor()));
                    }
                    level = next;
                }
                check(level.get(0).join(), leaves);
            }));
        }
    }

    private static double forkJoin(Effort effort) throws Exception {
        int leaves = leaves(effort);
        try (var pool = Pools.forkJoin()) {
            return effort.median(() -> Effort.microsecondsEach(
                    2 * leaves - 1, () -> check(pool.executor().invoke(new Node(0, leaves)), leaves)));
        }
    }

    private static final class Node extends RecursiveTask<Long> {
        private static final long serialVersionUID = 1L;

        private final int from;
        private final int to;

        Node(int from, int to) {
            this.from = from;
            this.to = to;
        }

        @Override
        protected Long compute() {
            if (to - from == 1) {
                return (long) from;
            }
            int middle = (from + to) >>> 1;
            Node left = new Node(from, middle);
            Node right = new Node(middle, to);
            left.fork();
            return right.compute() + left.join();
        }
    }
}

package dev.muster.task;

import dev.muster.graph.Work;
import dev.muster.loop.LoopEvent;
import dev.muster.worker.Execution;
import dev.muster.worker.WorkerEvent;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * What the loop and the task threads cost by themselves: an offer, a round trip, a chain step, a task of a run. A program, not a test: {@code
 * java … dev.muster.task.LoopFigures [dedicated]}.
 */
public final class LoopFigures {
    private LoopFigures() {}

    public static void main(String[] args) throws InterruptedException {
        boolean dedicated = args.length > 0 && args[0].equals("dedicated");
        System.out.println("java " + System.getProperty("java.version") + ", "
                + Runtime.getRuntime().availableProcessors() + " processors, " + (dedicated ? "dedicated" : "role"));
        for (int round = 0; round < 3; round++) {
            offers(dedicated, 1, 3_000_000);
            offers(dedicated, 64, 50_000);
            paced(dedicated, 20_000);
            roundTrips(dedicated, 3_000);
            chain(dedicated, 500_000);
            runs(dedicated, 512, 20_000);
            runs(dedicated, 1, 1_000_000);
        }
    }

    private static final class Nothing extends LoopEvent {
        @Override
        protected void run(long now) {}
    }

    private static void offers(boolean dedicated, int threads, int each) throws InterruptedException {
        try (Rig rig = new Rig(dedicated, Duration.ofSeconds(1))) {
            warm(rig, 2);
            long[][] times = new long[threads][each];
            CountDownLatch ready = new CountDownLatch(threads);
            CountDownLatch go = new CountDownLatch(1);
            Thread[] offering = new Thread[threads];
            for (int t = 0; t < threads; t++) {
                long[] mine = times[t];
                offering[t] = new Thread(() -> {
                    ready.countDown();
                    Rig.await(go);
                    long last = System.nanoTime();
                    for (int i = 0; i < each; i++) {
                        rig.loop.offer(new Nothing());
                        long now = System.nanoTime();
                        mine[i] = now - last;
                        last = now;
                    }
                });
                offering[t].start();
            }
            ready.await();
            long start = System.nanoTime();
            go.countDown();
            for (Thread thread : offering) {
                thread.join();
            }
            rig.under(() -> {});
            long nanos = System.nanoTime() - start;
            print(
                    "offer, " + threads + " threads",
                    Arrays.stream(times).flatMapToLong(Arrays::stream).toArray());
            System.out.printf("    %.1f M events/s%n", 1e3 * threads * each / nanos);
        }
    }

    /** Offers 20 µs apart while all task threads are busy. */
    private static void paced(boolean dedicated, int count) {
        try (Rig rig = new Rig(dedicated, Duration.ofSeconds(1))) {
            CountDownLatch busy = new CountDownLatch(2);
            CountDownLatch stop = new CountDownLatch(1);
            Work work = inputs -> {
                busy.countDown();
                stop.await();
                return null;
            };
            rig.execute(0, rig.run(work, 1));
            rig.execute(1, rig.run(work, 1));
            Rig.await(busy);
            long[] times = new long[count];
            for (int i = 0; i < count; i++) {
                long until = System.nanoTime() + 20_000;
                while (System.nanoTime() < until) {
                    Thread.onSpinWait();
                }
                long start = System.nanoTime();
                rig.loop.offer(new Nothing());
                times[i] = System.nanoTime() - start;
            }
            stop.countDown();
            print("offer 20 µs apart, threads busy", times);
        }
    }

    private static void roundTrips(boolean dedicated, int count) {
        try (Rig rig = new Rig(dedicated, Duration.ofSeconds(1))) {
            warm(rig, 2);
            Thread caller = Thread.currentThread();
            AtomicInteger ended = new AtomicInteger();
            rig.listen(event -> {
                if (event instanceof WorkerEvent.Ran) {
                    ended.incrementAndGet();
                    LockSupport.unpark(caller);
                }
            });
            Execution[] runs = new Execution[count];
            for (int i = 0; i < count; i++) {
                runs[i] = rig.run(inputs -> null, 1);
            }
            long[] times = new long[count];
            for (int i = 0; i < count; i++) {
                Execution run = runs[i];
                LockSupport.parkNanos(200_000);
                long start = System.nanoTime();
                rig.loop.offer(new LoopEvent() {
                    @Override
                    protected void run(long now) {
                        rig.threads.execute(0, run);
                    }
                });
                while (ended.get() <= i) {
                    LockSupport.park();
                }
                times[i] = System.nanoTime() - start;
            }
            print("round trip, 0.2 ms apart", times);
        }
    }

    /** Each run is given when the one before was emptied. */
    private static void chain(boolean dedicated, int count) {
        repeat("chain step", dedicated, 1, 1, count);
    }

    /** Two threads with two runs each. */
    private static void runs(boolean dedicated, int width, int count) {
        repeat("runs of " + width, dedicated, width, 4, count);
    }

    private static void repeat(String what, boolean dedicated, int width, int atATime, int count) {
        try (Rig rig = new Rig(dedicated, Duration.ofSeconds(1))) {
            warm(rig, 2);
            CountDownLatch done = new CountDownLatch(1);
            int[] counts = {0, 0};
            Execution run = rig.run(inputs -> null, width);
            rig.listen(event -> {
                if (event instanceof WorkerEvent.Emptied emptied) {
                    counts[1]++;
                    if (counts[0] < count) {
                        counts[0]++;
                        give(rig, emptied.thread(), run, counts[0]);
                    } else if (counts[1] == count) {
                        done.countDown();
                    }
                }
            });
            long start = System.nanoTime();
            rig.under(() -> {
                for (int i = 0; i < atATime; i++) {
                    counts[0]++;
                    give(rig, i % 2, run, counts[0]);
                }
            });
            Rig.await(done);
            long nanos = System.nanoTime() - start;
            System.out.printf(
                    "%-34s %.0f ns a run, %.0f ns a task, %.1f M tasks/s%n",
                    what, (double) nanos / count, (double) nanos / count / width, 1e3 * count * width / nanos);
        }
    }

    private static void give(Rig rig, int thread, Execution like, int number) {
        rig.threads.execute(
                thread, new Execution(1000L + number, like.session(), like.assignment(), like.from(), like.to(), null));
    }

    private static void warm(Rig rig, int threads) {
        for (int i = 0; i < threads; i++) {
            Execution run = rig.run(inputs -> null, 1);
            rig.execute(i, run);
            rig.awaitEmptied(run);
        }
    }

    private static void print(String what, long[] times) {
        Arrays.sort(times);
        System.out.printf(
                "%-34s p50 %.2f  p99 %.2f  p99.9 %.2f  max %.0f µs%n",
                what,
                times[times.length / 2] / 1e3,
                times[(int) (times.length * 0.99)] / 1e3,
                times[(int) (times.length * 0.999)] / 1e3,
                times[times.length - 1] / 1e3);
    }
}

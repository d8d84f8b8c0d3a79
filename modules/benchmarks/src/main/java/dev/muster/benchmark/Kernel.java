package dev.muster.benchmark;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;

/** Work of an adjustable length that touches no memory. Stateless. */
final class Kernel {
    private static final long CALIBRATION = 20_000_000;

    private Kernel() {}

    /** So many dependent steps; the answer is always 0, which the compiler cannot know. */
    static int run(long iterations) {
        long state = iterations | 1;
        for (long i = 0; i < iterations; i++) {
            state = state * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
        }
        return state == 42 ? 1 : 0;
    }

    /** Iterations a microsecond while all threads are at it: the median of a few tries, the slowest thread counting. */
    static double perMicrosecond(Effort effort) throws InterruptedException {
        double[] tries = new double[effort.smoke() ? 1 : 7];
        for (int i = 0; i < tries.length; i++) {
            tries[i] = once(effort.smoke() ? CALIBRATION / 100 : CALIBRATION);
        }
        Arrays.sort(tries);
        return tries[tries.length / 2];
    }

    private static double once(long iterations) throws InterruptedException {
        int threads = Pools.threads();
        long[] nanos = new long[threads];
        CountDownLatch end = new CountDownLatch(threads);
        for (int t = 0; t < threads; t++) {
            int thread = t;
            new Thread(() -> {
                        long start = System.nanoTime();
                        int wrong = run(iterations);
                        nanos[thread] = System.nanoTime() - start + wrong;
                        end.countDown();
                    })
                    .start();
        }
        end.await();
        return iterations * 1e3 / Arrays.stream(nanos).max().orElseThrow();
    }
}

package dev.muster.benchmark;

import dev.muster.client.Client;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** What runs the work: as many threads for everybody as this process may use CPUs. Stateless. */
final class Pools {

    private Pools() {}

    static int threads() {
        return Runtime.getRuntime().availableProcessors();
    }

    /** Muster on threads: one worker. */
    static Client muster() {
        return muster(1, threads());
    }

    static Client muster(int workers, int threads) {
        return Client.builder()
                .processes(false)
                .workers(workers)
                .threadsPerWorker(threads)
                .build();
    }

    static Pool<ThreadPoolExecutor> threadPool() {
        return threadPool(threads());
    }

    static Pool<ThreadPoolExecutor> threadPool(int threads) {
        return new Pool<>(new ThreadPoolExecutor(threads, threads, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>()));
    }

    static Pool<ForkJoinPool> forkJoin() {
        return new Pool<>(new ForkJoinPool(threads()));
    }

    /** An executor that ends with its block. */
    record Pool<E extends ExecutorService>(E executor) implements AutoCloseable {
        @Override
        public void close() {
            executor.shutdownNow();
            try {
                if (!executor.awaitTermination(1, TimeUnit.MINUTES)) {
                    throw new IllegalStateException(executor + " did not end within a minute");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

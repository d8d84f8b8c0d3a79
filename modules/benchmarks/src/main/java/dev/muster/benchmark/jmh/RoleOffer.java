package dev.muster.benchmark.jmh;

import dev.muster.config.NodeSettings;
import dev.muster.loop.Loop;
import dev.muster.loop.LoopEvent;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does it cost a caller to leave an event for the loop, alone and among four callers?
 *
 * <p>Every thousandth event is waited for, so that the mailbox does not grow without bound.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class RoleOffer {
    private static final int WAIT_EVERY = 1_024;

    private Loop loop = null;

    /** For JMH. */
    public RoleOffer() {}

    /** Starts a loop without machines. */
    @Setup
    public void open() {
        loop = new Loop("muster-benchmark", NodeSettings.defaults());
    }

    /** Ends it. */
    @TearDown
    public void close() {
        loop.close();
    }

    /** One caller's count. */
    @State(Scope.Thread)
    public static class Caller {
        private int offered;

        /** For JMH. */
        public Caller() {}
    }

    /** One caller. */
    @Benchmark
    public void alone(Caller caller) throws InterruptedException {
        offer(caller);
    }

    /** Four callers. */
    @Benchmark
    @Threads(4)
    public void crowd(Caller caller) throws InterruptedException {
        offer(caller);
    }

    private void offer(Caller caller) throws InterruptedException {
        if (++caller.offered % WAIT_EVERY == 0) {
            Heard heard = new Heard();
            loop.offer(heard);
            heard.latch.await();
        } else {
            loop.offer(new Nothing());
        }
    }

    private static final class Nothing extends LoopEvent {
        @Override
        protected void run(long now) {}
    }

    private static final class Heard extends LoopEvent {
        private final CountDownLatch latch = new CountDownLatch(1);

        @Override
        protected void run(long now) {
            latch.countDown();
        }
    }
}

package dev.muster.benchmark.jmh;

import dev.muster.client.Client;
import dev.muster.client.TaskFuture;
import dev.muster.function.Function0;
import dev.muster.function.Function1;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does a submit cost its caller, and a submit with its result, while the cluster keeps up?
 *
 * <p>Each caller holds at most a thousand futures, so what is measured is a steady state and not a growing heap.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class SubmitCost {
    private static final Function0<Integer> ONE = () -> 1;
    private static final Function1<Integer, Integer> NEXT = n -> n + 1;

    private Client client = null;

    /** For JMH. */
    public SubmitCost() {}

    /** Opens a client on threads. */
    @Setup
    public void open() {
        client = Client.builder().processes(false).workers(1).build();
    }

    /** Closes it. */
    @TearDown
    public void close() {
        client.close();
    }

    /** One caller's window of futures. */
    @State(Scope.Thread)
    public static class Window {
        private final TaskFuture<?>[] held = new TaskFuture<?>[1_024];
        private int next;

        /** For JMH. */
        public Window() {}

        void hold(TaskFuture<?> future) {
            TaskFuture<?> oldest = held[next];
            held[next] = future;
            next = (next + 1) & (held.length - 1);
            if (oldest != null) {
                oldest.result();
            }
        }
    }

    /** Submits; waits only for the future of a thousand submits ago. */
    @Benchmark
    public void submit(Window window) {
        window.hold(client.submit(ONE));
    }

    /** Submits a task and one that needs it. */
    @Benchmark
    public void submitTwoSteps(Window window) {
        window.hold(client.submit(ONE).thenApply(NEXT));
    }

    /** Submits and waits. */
    @Benchmark
    public Object roundTrip() {
        return client.submit(ONE).result();
    }
}

package dev.muster.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.config.WorkerSettings;
import dev.muster.graph.Work;
import dev.muster.loop.Loop;
import dev.muster.loop.LoopEvent;
import dev.muster.loop.Loops;
import dev.muster.loop.Progress;
import dev.muster.protocol.Arguments;
import dev.muster.protocol.Assignment;
import dev.muster.protocol.Failure;
import dev.muster.protocol.Peer;
import dev.muster.protocol.Rank;
import dev.muster.protocol.TaskSpec;
import dev.muster.worker.Execution;
import dev.muster.worker.WorkerEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Task threads on a loop, with a test in the machine's place. */
@SuppressWarnings("ReferenceEquality") // a run is itself
final class Rig implements TaskValues, AutoCloseable {
    static final Peer SESSION = new Peer(7, 1);

    final Loop loop;
    final TaskThreads threads;
    private final List<WorkerEvent> heard = new ArrayList<>();
    private final AtomicLong numbers = new AtomicLong();
    private volatile Consumer<WorkerEvent> machine = event -> {};
    private volatile boolean forgetful;

    Rig() {
        this(false, Duration.ofSeconds(30));
    }

    Rig(boolean dedicated, Duration grace) {
        WorkerSettings defaults = WorkerSettings.defaults();
        WorkerSettings settings = new WorkerSettings(
                defaults.maxWaiting(),
                defaults.dataPorts(),
                grace,
                defaults.spillAt(),
                defaults.pauseAt(),
                defaults.replaceAt());
        loop = new Loop("muster-rig", Loops.settings(dedicated));
        threads = new TaskThreads(loop, "rig", this, this::hear, settings);
    }

    /** A run of so many tasks, of which task i gets i. */
    Execution run(Work work, int count) {
        Object[] arguments = new Object[count];
        for (int i = 0; i < count; i++) {
            arguments[i] = i;
        }
        return run(work, arguments);
    }

    /** A run of so many tasks, which all get this. */
    Execution run(Work work, int count, Object argument) {
        Object[] arguments = new Object[count];
        java.util.Arrays.fill(arguments, argument);
        return run(work, arguments);
    }

    private Execution run(Work work, Object[] arguments) {
        int count = arguments.length;
        long number = numbers.incrementAndGet();
        Assignment range = new Assignment.Range(
                number << 32,
                1,
                TaskSpec.of(1, "rigged"),
                new Rank(0, 0, 0, 0),
                work,
                new Arguments.Live(arguments, 0, count, 1),
                false);
        return new Execution(number, SESSION, range, 0, count, null);
    }

    /** Does this under the loop and waits for it. */
    void under(Runnable action) {
        CountDownLatch done = new CountDownLatch(1);
        loop.offer(new LoopEvent() {
            @Override
            protected void run(long now) {
                action.run();
                done.countDown();
            }
        });
        await(done);
    }

    void execute(int thread, Execution run) {
        under(() -> threads.execute(thread, run));
    }

    /** What is to happen under the loop for each event. */
    void machine(Consumer<WorkerEvent> machine) {
        this.machine = machine;
    }

    /** The same, and nothing is remembered: for very many events. */
    void listen(Consumer<WorkerEvent> machine) {
        this.machine = machine;
        this.forgetful = true;
    }

    private void hear(WorkerEvent event) {
        synchronized (heard) {
            if (!forgetful) {
                heard.add(event);
            }
        }
        machine.accept(event);
    }

    List<WorkerEvent> heard() {
        synchronized (heard) {
            return List.copyOf(heard);
        }
    }

    <E extends WorkerEvent> List<E> heard(Class<E> type) {
        return heard().stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** Waits until the run was emptied. */
    void awaitEmptied(Execution run) {
        awaitThat(() -> heard(WorkerEvent.Emptied.class).stream().anyMatch(e -> e.run() == run));
    }

    void awaitThat(java.util.function.BooleanSupplier condition) {
        Progress.until(
                () -> condition.getAsBoolean() || loop.ended() != null,
                () -> heard().size(),
                () -> loop + "\n" + threads);
        assertThat(loop.ended()).isNull();
    }

    /** The reported values of the run, position by position; a Failure where it threw. Fails if one was reported twice. */
    @Nullable
    Object[] outcomes(Execution run) {
        Object[] outcomes = new Object[run.count()];
        boolean[] seen = new boolean[run.count()];
        for (WorkerEvent event : heard()) {
            if (event instanceof WorkerEvent.Ran ran && ran.run() == run) {
                for (int i = ran.from(); i < ran.to(); i++) {
                    assertThat(seen[i]).as("position %s was reported before", i).isFalse();
                    seen[i] = true;
                    outcomes[i] = ran.values()[ran.offset() + i - ran.from()];
                }
            } else if (event instanceof WorkerEvent.Threw threw && threw.run() == run) {
                assertThat(seen[threw.position()]).isFalse();
                seen[threw.position()] = true;
                outcomes[threw.position()] = threw.failure();
            }
        }
        return outcomes;
    }

    static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        threads.close();
        loop.close();
    }

    @Override
    public Work work(Execution run, int position) {
        return (Work) ((Assignment.Range) run.assignment()).work();
    }

    @Override
    public int arity(Execution run, int position) {
        return 1;
    }

    @Override
    public void inputs(Execution run, int position, @Nullable Object[] target) {
        ((Arguments.Live) ((Assignment.Range) run.assignment()).arguments()).row(position, target);
    }

    @Override
    public @Nullable Object result(
            Execution run, int position, @Nullable Object value, long @Nullable [] sizes, int at) {
        if (sizes != null) {
            sizes[at] = 100L + position;
        }
        return value;
    }

    @Override
    public Failure failure(Execution run, int position, Throwable thrown) {
        return new Failure(
                Failure.Kind.USER,
                String.valueOf(thrown.getMessage()),
                thrown,
                List.of(thrown.getClass().getName()));
    }
}

package dev.muster.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.graph.Work;
import dev.muster.loop.Leaks;
import dev.muster.loop.LoopEvent;
import dev.muster.worker.Execution;
import dev.muster.worker.WorkerEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A deep recursion of waiting tasks on one thread, under the smallest machine that can do it. */
class NestedFibonacciTest {
    @AfterEach
    void no_thread_is_left() {
        Leaks.noThreadNamed("muster-rig");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_recursion_of_waiting_tasks_runs_on_one_thread(boolean dedicated) {
        try (Rig rig = new Rig(dedicated, Duration.ofSeconds(30))) {
            Machine machine = new Machine(rig);
            rig.listen(machine::apply);
            Call root = new Call(machine, 15, null);
            machine.submit(root);
            dev.muster.loop.Progress.until(
                    () -> root.result != null || rig.loop.ended() != null,
                    () -> machine.ended,
                    () -> rig.loop + "\n" + rig.threads);
            assertThat(rig.loop.ended()).isNull();
            assertThat(root.result).isEqualTo(610);
            assertThat(machine.ended).isEqualTo(1973);
            assertThat(machine.deepest).isLessThanOrEqualTo(15);
            assertThat(Leaks.named("muster-rig-"))
                    .filteredOn(name -> name.matches("muster-rig-[0-9]+"))
                    .hasSize(1);
        }
    }

    private static final class Call {
        final Machine machine;
        final int n;
        final Call parent;
        final TaskFrame waiter;
        volatile Object result;

        Call(Machine machine, int n, Call parent) {
            this.machine = machine;
            this.n = n;
            this.parent = parent;
            this.waiter = TaskFrame.current();
        }

        Object run() throws InterruptedException {
            if (n < 2) {
                return n;
            }
            TaskFrame frame = TaskFrame.current();
            Call left = new Call(machine, n - 1, this);
            Call right = new Call(machine, n - 2, this);
            machine.submit(left);
            machine.submit(right);
            frame.await(() -> left.result != null, 0);
            frame.await(() -> right.result != null, 0);
            return (int) left.result + (int) right.result;
        }
    }

    private static final class Wait {
        final Call call;
        boolean woken;

        Wait(Call call) {
            this.call = call;
        }
    }

    private static final class Machine {
        final Rig rig;
        final ArrayDeque<Call> ready = new ArrayDeque<>();
        final Map<Execution, Call> given = new HashMap<>();
        final ArrayDeque<Wait> waits = new ArrayDeque<>();
        Call atIt;
        boolean running;
        int deepest;
        volatile int ended;

        Machine(Rig rig) {
            this.rig = rig;
        }

        void submit(Call call) {
            rig.loop.offer(new LoopEvent() {
                @Override
                protected void run(long now) {
                    ready.push(call);
                    place();
                }
            });
        }

        private void place() {
            if (!running && !waits.isEmpty() && waits.peek().woken) {
                atIt = waits.pop().call;
                running = true;
                rig.threads.resume(0);
            }
            Call next = running ? null : startable();
            if (next != null) {
                ready.remove(next);
                atIt = next;
                Work work = inputs -> next.run();
                Execution run = rig.run(work, 1);
                given.put(run, next);
                running = true;
                rig.threads.execute(0, run);
            }
        }

        /** On top of a wait only what it can be waiting for; anything else would bury it. */
        private Call startable() {
            if (waits.isEmpty()) {
                return ready.peek();
            }
            return ready.stream()
                    .filter(call -> call.parent == waits.peek().call)
                    .findFirst()
                    .orElse(null);
        }

        @SuppressWarnings("NonAtomicVolatileUpdate") // only under the loop
        void apply(WorkerEvent event) {
            if (event instanceof WorkerEvent.Ran ran) {
                Call call = given.remove(ran.run());
                ended++;
                call.result = ran.values()[ran.offset()];
                if (call.waiter != null) {
                    call.waiter.wake();
                }
            } else if (event instanceof WorkerEvent.Blocked) {
                running = false;
                waits.push(new Wait(atIt));
                deepest = Math.max(deepest, waits.size());
            } else if (event instanceof WorkerEvent.Unblocked) {
                waits.peek().woken = true; // perhaps with another run given on top meanwhile, which goes first
            } else if (event instanceof WorkerEvent.Emptied) {
                running = false;
            }
            place();
        }
    }
}

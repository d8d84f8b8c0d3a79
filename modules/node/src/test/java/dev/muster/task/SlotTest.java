package dev.muster.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.protocol.Arguments;
import dev.muster.protocol.Assignment;
import dev.muster.protocol.Peer;
import dev.muster.protocol.Rank;
import dev.muster.protocol.TaskSpec;
import dev.muster.worker.Execution;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class SlotTest {
    private static Slot slot(int count) {
        Arguments arguments = new Arguments.Live(new Object[0], 0, count, 0);
        Assignment range = new Assignment.Range(
                1L << 32, 1, TaskSpec.of(1, "slot"), new Rank(0, 0, 0, 0), "work", arguments, false);
        return new Slot(new Execution(1, new Peer(1, 1), range, 0, count, null), false);
    }

    @Test
    void tasks_are_claimed_in_order_up_to_a_cut_which_never_takes_back_a_claimed_one() {
        Slot slot = slot(10);
        assertThat(slot.ended()).isZero();
        assertThat(slot.claim()).isZero();
        assertThat(slot.next()).isEqualTo(1);
        assertThat(slot.ended()).isEqualTo(1);
        assertThat(slot.cut(5)).isEqualTo(5);
        assertThat(slot.cut(7)).isEqualTo(5);
        assertThat(slot.cut(0)).isEqualTo(2);
        assertThat(slot.exhausted()).isTrue();
        assertThat(slot.next()).isEqualTo(Slot.NONE);
        assertThat(slot.ended()).isEqualTo(2);
        assertThat(slot.claim()).isEqualTo(Slot.NONE);
    }

    @Test
    void only_the_task_in_the_slot_is_interrupted_and_the_flag_ends_with_it() {
        Slot slot = slot(3);
        Thread self = Thread.currentThread();
        slot.claim();
        assertThat(slot.interrupted()).isFalse();
        assertThat(slot.interrupt(0, true, self)).isTrue();
        assertThat(self.isInterrupted()).isTrue();
        assertThat(slot.timedOut(0)).isTrue();
        assertThat(slot.next()).isEqualTo(1);
        assertThat(self.isInterrupted()).isFalse();
        assertThat(slot.interrupted()).isFalse();
        assertThat(slot.interrupt(0, false, self)).isFalse();
        assertThat(slot.leave()).isTrue();
        assertThat(slot.interrupt(1, false, self)).isFalse();
    }

    @Test
    void a_task_whose_interrupt_came_first_begins_interrupted_and_the_one_after_it_does_not() {
        Slot slot = slot(3);
        Thread self = Thread.currentThread();
        assertThat(slot.interrupt(1, true, self)).isTrue();
        assertThat(slot.awaits(1)).isTrue();
        assertThat(slot.claim()).isZero();
        assertThat(self.isInterrupted()).isFalse();
        assertThat(slot.next()).isEqualTo(1);
        assertThat(self.isInterrupted()).isTrue();
        assertThat(slot.timedOut(1)).isTrue();
        assertThat(slot.awaits(1)).isFalse();
        assertThat(slot.next()).isEqualTo(2);
        assertThat(self.isInterrupted()).isFalse();
    }

    @Test
    void an_interrupt_for_a_task_that_was_taken_back_is_none() {
        Slot slot = slot(3);
        slot.claim();
        slot.cut(1);
        assertThat(slot.interrupt(2, true, Thread.currentThread())).isFalse();
        assertThat(slot.next()).isEqualTo(Slot.NONE);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void an_interrupt_for_a_covered_task_waits_until_it_is_uncovered() {
        Slot slot = slot(1);
        Thread self = Thread.currentThread();
        slot.claim();
        assertThat(slot.cover()).isTrue();
        assertThat(slot.interrupt(0, false, self)).isTrue();
        assertThat(self.isInterrupted()).isFalse();
        assertThat(slot.writeOff(0)).isFalse();
        slot.uncover();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(slot.interrupted()).isTrue();
    }

    @Test
    void a_task_that_was_written_off_never_leaves() {
        Slot slot = slot(2);
        Thread self = Thread.currentThread();
        slot.claim();
        assertThat(slot.writeOff(0)).isFalse();
        slot.interrupt(0, false, self);
        assertThat(slot.writeOff(0)).isTrue();
        assertThat(slot.next()).isEqualTo(Slot.LOST);
        assertThat(self.isInterrupted()).isFalse();
        assertThat(slot.cover()).isFalse();
        assertThat(slot.ended()).isZero();
    }

    /** Even tasks are interrupted again and again while they end, odd ones never: no flag may be seen in an odd one. */
    @Test
    void however_often_a_task_is_interrupted_while_it_leaves_the_next_begins_clean() throws InterruptedException {
        int count = 600_000;
        Slot slot = slot(count);
        AtomicBoolean stop = new AtomicBoolean();
        long[] seen = new long[2];
        Thread worker = new Thread(() -> {
            int index = slot.claim();
            while (index >= 0) {
                for (int i = 0; i < 3; i++) {
                    if (Thread.currentThread().isInterrupted()) {
                        seen[index % 2]++;
                        break;
                    }
                    Thread.onSpinWait();
                }
                if (index % 3 == 0) {
                    slot.leave();
                    if (Thread.currentThread().isInterrupted()) {
                        seen[1]++;
                    }
                    index = slot.claim();
                } else {
                    index = slot.next();
                }
            }
            stop.set(true);
        });
        worker.start();
        while (!stop.get()) {
            int index = slot.ended();
            if (index % 2 == 0) {
                slot.interrupt(index, false, worker);
                slot.interrupt(index, false, worker);
            }
        }
        worker.join();
        assertThat(seen[0]).isPositive();
        assertThat(seen[1]).isZero();
    }
}

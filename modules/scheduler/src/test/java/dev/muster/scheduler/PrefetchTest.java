package dev.muster.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.protocol.Peer;
import dev.muster.protocol.PeerInfo;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The round trip is the shortest that counts, 20 µs, unless said otherwise. */
class PrefetchTest {
    private static final long US = 1_000;

    private static WorkerView worker(int threads) {
        PeerInfo info = new PeerInfo(
                new Peer(1, 1),
                PeerInfo.Role.WORKER,
                "w",
                "machine",
                "address",
                1,
                threads,
                0,
                Map.of(),
                Map.of(),
                List.of(),
                1,
                "",
                "17");
        WorkerView worker = new WorkerView(1, info);
        worker.slots = threads;
        worker.queueNanos = 5_000 * US * threads;
        worker.queueBytes = Long.MAX_VALUE;
        return worker;
    }

    private static WorkerView having(WorkerView worker, Kind kind, int tasks) {
        worker.outstanding += tasks;
        worker.add(kind, tasks);
        return worker;
    }

    /** A kind that is known and trusted, and takes this long. */
    private static Kind kind(long nanos) {
        Kind kind = new Kind(1, "kind");
        for (int at = 0; at < 64; at++) {
            kind.ran(1, nanos, nanos, 0);
            kind.confirmed();
        }
        return kind;
    }

    @Test
    void short_tasks_fill_two_round_trips_of_each_thread() {
        Kind kind = kind(2 * US);
        assertThat(Prefetch.room(having(worker(2), kind, 2), kind)).isEqualTo(40);
    }

    @Test
    void round_trips_that_are_late_now_and_then_are_bridged() {
        Kind kind = kind(2 * US);
        WorkerView worker = having(worker(2), kind, 2);
        for (int at = 0; at < 40; at++) {
            worker.roundTrip.took(at % 20 == 19 ? 500 * US : 50 * US);
        }
        assertThat(Prefetch.room(worker, kind)).isGreaterThan(2 * 500 / 2);
    }

    @Test
    void tasks_of_a_few_round_trips_queue_one_a_thread() {
        Kind kind = kind(300 * US);
        assertThat(Prefetch.room(having(worker(2), kind, 2), kind)).isEqualTo(2);
        assertThat(Prefetch.room(having(worker(2), kind, 3), kind)).isEqualTo(1);
        assertThat(Prefetch.room(having(worker(2), kind, 4), kind)).isZero();
    }

    @Test
    void tasks_of_many_round_trips_do_not_queue() {
        Kind kind = kind(401 * US);
        assertThat(Prefetch.room(having(worker(2), kind, 2), kind)).isZero();
    }

    @Test
    void a_grant_of_less_time_than_a_task_takes_allows_none() {
        Kind kind = kind(300 * US);
        WorkerView worker = having(worker(1), kind, 1);
        worker.queueNanos = 299 * US;
        assertThat(Prefetch.room(worker, kind)).isZero();
    }

    @Test
    void a_kind_that_was_slow_lately_queues_one_a_thread() {
        Kind kind = kind(2 * US);
        kind.ran(1, 1_000 * US, 1_000 * US, 0);
        assertThat(Prefetch.room(having(worker(2), kind, 2), kind)).isEqualTo(2);
    }

    @Test
    void a_queue_that_lacks_little_is_left_alone() {
        Kind kind = kind(2 * US);
        WorkerView worker = having(worker(1), kind, 1 + 16);
        assertThat(Prefetch.room(worker, kind)).as("16 of 20").isZero();
        worker.outstanding--;
        worker.remove(kind, 1);
        assertThat(Prefetch.room(worker, kind)).as("15 of 20").isEqualTo(5);
    }

    @Test
    void values_that_fill_the_memory_stop_the_queue() {
        Kind kind = kind(2 * US);
        for (int at = 0; at < 640; at++) {
            kind.ran(1, 2 * US, 2 * US, 1_000);
        }
        WorkerView worker = having(worker(1), kind, 1);
        worker.queueBytes = 3_100;
        assertThat(Prefetch.room(worker, kind)).isEqualTo(3);
    }
}

package dev.muster.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.protocol.Arguments;
import dev.muster.protocol.TaskIds;
import dev.muster.protocol.TaskSpec;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TaskTableTest {
    private final TaskTable tasks = new TaskTable();

    private int single() {
        int slot = tasks.take(new Submission.Single(Handles.NONE, 1, null, TaskSpec.of(1, "k"), "w", 0));
        tasks.state(slot, State.WAITING);
        return slot;
    }

    private int many(int count) {
        MapTasks map = new MapTasks(Handles.NONE, 1, null, TaskSpec.of(1, "k"), "w", count);
        int slot = tasks.take(map);
        for (int at = 0; at < count; at++) {
            tasks.state(slot + at, State.WAITING);
        }
        return slot;
    }

    @Test
    void an_id_is_never_given_twice_and_an_old_one_finds_nothing() {
        Set<Long> ids = new HashSet<>();
        for (int round = 0; round < 20_000; round++) {
            int slot = single();
            assertThat(ids.add(tasks.id(slot))).isTrue();
            tasks.forget(slot);
            assertThat(tasks.find(tasks.id(slot))).isEqualTo(-1);
        }
        assertThat(tasks.live()).isZero();
        assertThat(tasks.end()).as("one page is used again and again").isEqualTo(TaskPage.SIZE);
    }

    @Test
    void the_tasks_of_a_big_map_have_consecutive_ids_and_its_pages_go_whole() {
        single();
        int slot = many(10_000);
        long first = tasks.id(slot);
        for (int at = 0; at < 10_000; at++) {
            assertThat(tasks.id(slot + at)).isEqualTo(first + at);
        }
        for (int at = 0; at < 10_000; at++) {
            tasks.forget(slot + at);
        }
        assertThat(tasks.live()).isEqualTo(1);
        assertThat(tasks.find(first)).isEqualTo(-1);
        assertThat(tasks.id(many(9_000))).as("same place, next generation").isEqualTo(first + (1L << 32));
    }

    @Test
    void small_maps_share_pages_and_what_comes_back_is_used_by_single_tasks() {
        int slot = many(100);
        assertThat(TaskIds.slot(tasks.id(many(200)))).isEqualTo(slot + 100);
        for (int round = 0; round < 100; round++) {
            int again = many(1000);
            for (int at = 0; at < 1000; at++) {
                tasks.forget(again + at);
            }
        }
        for (int at = 0; at < 30_000; at++) {
            single();
        }
        assertThat(tasks.live()).isEqualTo(30_300);
        assertThat(tasks.end()).isLessThan(TaskPage.SIZE * 12);
    }

    @Test
    void a_forgotten_task_that_stands_in_a_list_keeps_its_slot_until_it_does_not() {
        int input = single();
        int waiter = single();
        tasks.link(input, waiter);
        tasks.link(input, waiter);
        tasks.forget(waiter);
        assertThat(tasks.live()).isEqualTo(2);
        assertThat(tasks.unlinked(waiter)).isFalse();
        assertThat(tasks.unlinked(waiter)).isFalse();
        assertThat(tasks.live()).isEqualTo(1);
    }

    @Test
    void a_slice_of_a_map_is_let_go_when_no_task_of_it_may_run() {
        MapTasks map = new MapTasks(Handles.NONE, 1, null, TaskSpec.of(1, "k"), "w", 6);
        map.add(new Arguments.Live(new Object[] {"a", "b"}, 0, 2, 1));
        map.add(new Arguments.Live(new Object[] {"c", "d", "e", "f"}, 0, 4, 1));
        assertThat(map.together(0, 6)).isEqualTo(2);
        assertThat(map.together(3, 6)).isEqualTo(3);
        assertThat(((Arguments.Live) map.rows(3, 2)).from()).isEqualTo(1);
        map.unneeded(1, 2);
        assertThat(map.rows(0, 2).count()).isEqualTo(2);
        map.unneeded(0, 1);
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> map.rows(0, 2))
                .hasMessageContaining("let go too early");
    }

    @Test
    void ready_tasks_come_in_the_order_of_their_rank_however_they_arrived() {
        TaskRuns runs = new TaskRuns(tasks);
        ReadySet ready = new ReadySet(tasks, runs, false);
        int[] slots = new int[50];
        for (int at = 0; at < 50; at++) {
            int priority = at % 3;
            TaskSpec of = TaskSpec.of(1, "k");
            TaskSpec spec = new TaskSpec(1, "k", priority, of.needs(), of.retry(), of.selection(), 0, 0, false);
            slots[at] = tasks.take(new Submission.Single(Handles.NONE, at, null, spec, "w", 0));
            tasks.state(slots[at], State.QUEUED);
        }
        for (int at = 0; at < 50; at++) {
            ready.add(slots[(at * 7) % 50], 1);
        }
        tasks.state(slots[10], State.ERRED);
        RankKey before = null;
        int found = 0;
        while (ready.find()) {
            RankKey key = new RankKey();
            key.of(tasks, ready.slot());
            assertThat(before == null || before.compareTo(key) < 0).isTrue();
            before = key;
            found++;
            ready.take(1);
        }
        assertThat(found).isEqualTo(49);
    }

    @Test
    void a_million_ready_tasks_of_a_map_are_few_entries() {
        TaskRuns runs = new TaskRuns(tasks);
        ReadySet ready = new ReadySet(tasks, runs, false);
        int slot = many(100_000);
        for (int from = 0; from < 100_000; from += 100) {
            for (int at = from; at < from + 100; at++) {
                tasks.state(slot + at, State.QUEUED);
            }
            ready.add(slot + from, 100);
        }
        assertThat(ready.entries()).isEqualTo(1);
        assertThat(ready.find()).isTrue();
        assertThat(ready.run(100_000)).as("to the end of the page").isEqualTo(TaskPage.SIZE);
    }

    @Test
    void small_numbers_by_id_survive_any_removal() {
        LongIntMap map = new LongIntMap();
        java.util.Map<Long, Integer> model = new java.util.HashMap<>();
        java.util.Random random = new java.util.Random(7);
        for (int step = 0; step < 20_000; step++) {
            long key = 1L << 32 | random.nextInt(200);
            if (random.nextBoolean()) {
                map.put(key, step);
                model.put(key, step);
            } else {
                assertThat(map.remove(key)).isEqualTo(model.remove(key) != null);
            }
            assertThat(map.size()).isEqualTo(model.size());
        }
        model.forEach((key, value) -> assertThat(map.get(key, -1)).isEqualTo(value));
    }
}

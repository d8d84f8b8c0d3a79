package dev.muster.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.muster.error.ClusterException;
import dev.muster.scheduler.SchedulerEvent.Released;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LifeTest extends WithFakeSession {

    @Test
    void the_client_opened_last_is_the_default_unless_it_declines() {
        assertThat(Client.current()).isSameAs(client);
        FakeSession second = new FakeSession(true);
        FakeSession third = new FakeSession(true);
        ClientPlan declining = new ClientPlan();
        declining.asDefault = false;
        try (Client newer = open(second, "newer", Map.of());
                Client shy = Client.over(third, declining)) {
            assertThat(Client.current()).isSameAs(newer);
            assertThat(shy.submit(() -> Client.current() == shy).result()).isTrue();
            assertThat(client.submit(() -> Client.current() == client).result()).isTrue();
        }
        assertThat(Client.current()).isSameAs(client);
    }

    @Test
    void closing_cancels_what_is_unfinished_and_is_idempotent() {
        session.holdBack();
        TaskFuture<Integer> pending = client.withOptions(o -> o.name("late")).submit(() -> 1);
        TaskFutures<Integer> many = client.map(x -> x, List.of(1, 2));
        client.close();
        client.close();
        assertThat(pending.status()).isEqualTo(Status.LOST);
        assertThatExceptionOfType(ClusterException.class)
                .isThrownBy(pending::result)
                .satisfies(e -> assertThat(e.code()).isEqualTo(ClusterException.Code.CLOSED));
        many.waitForAll();
        assertThat(client.connection().cutOffKeys()).contains("late-0");
    }

    @Test
    void values_that_the_client_has_outlive_it() {
        TaskFuture<Integer> one = client.submit(() -> 1);
        one.result();
        client.close();
        assertThat(one.result()).isEqualTo(1);
        assertThat(one.explain()).contains("has its value");
    }

    @Test
    void inside_a_task_close_and_scopes_end_nothing_and_waiting_for_all_is_refused() {
        assertThat(client.submit(() -> {
                            Client inside = Client.current();
                            inside.close();
                            return inside == client;
                        })
                        .result())
                .isTrue();
        assertThat(client.submit(() -> 2).result()).isEqualTo(2);
        assertThat(client.submit(() -> Client.current().submit(() -> 3).result())
                        .result())
                .isEqualTo(3);
        TaskFuture<?> waits = client.run(() -> Client.current().waitForAll());
        assertThat(waits.failure()).containsInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_scope_releases_what_was_submitted_through_it() {
        session.holdBack();
        TaskFuture<Integer> inside;
        TaskFuture<Integer> derived;
        TaskFutures<Integer> many;
        TaskFuture<Integer> deeper;
        TaskFuture<Integer> outside = client.submit(() -> 1);
        try (Scope scope = client.withOptions(o -> o.name("scoped")).scope()) {
            inside = scope.submit(() -> 2);
            derived = inside.thenApply(x -> x);
            many = scope.withOptions(o -> o.retries(1)).map(x -> x, List.of(1, 2));
            deeper = scope.scope().submit(() -> 3);
            assertThat(inside.key()).isEqualTo("scoped-0");
        }
        assertThat(List.of(inside, derived, many.get(1), deeper)).allMatch(each -> each.status() == Status.LOST);
        assertThat(outside.status()).isEqualTo(Status.PENDING);
        session.letGo();
        assertThat(outside.result()).isEqualTo(1);
        assertThat(session.figures().pending()).isZero();
    }

    @Test
    void what_failed_by_itself_is_not_counted_as_cut_off() {
        Connection connection = client.connection();
        TaskFuture<Integer> broken = client.submit(() -> {
            throw new IllegalStateException("by itself");
        });
        TaskFuture<Void> open = client.run(new CountDownLatch(1)::await);
        assertThat(broken.failure()).isPresent();
        TaskRecord record = ((RecordFuture<?>) broken).record();
        client.close();
        connection.ended(record, 0, 1, 0, 1); // the loop was about to say so when the client closed
        assertThat(connection.cutOffKeys()).containsExactly(open.key());
    }

    @Test
    void releasing_tells_the_scheduler_each_task_once() {
        TaskFutures<Integer> many = client.map(x -> x, List.of(0, 1, 2, 3, 4));
        many.results();
        many.get(2).release();
        many.release();
        many.release();
        session.settle();
        List<String> spans = session.seen(Released.class).stream()
                .map(each -> each.from() + "-" + each.to())
                .toList();
        assertThat(spans).containsExactly("2-3", "0-2", "3-5");
        assertThat(session.seen(Released.class)).allMatch(Released::cancelUnfinished);
    }

    @Test
    void a_lost_handle_frees_the_value_but_does_not_cancel() {
        CountDownLatch go = new CountDownLatch(1);
        client.submit(() -> {
            go.await();
            return 1;
        });
        await().until(() -> {
            System.gc();
            client.connection().collect(100);
            return session.seen(Released.class).size() == 1;
        });
        assertThat(session.seen(Released.class)).noneMatch(Released::cancelUnfinished);
        go.countDown();
        client.waitForAll();
        assertThat(session.figures().pending()).isZero();
    }

    @Test
    void an_element_keeps_its_batch_held() {
        TaskFuture<Integer> element = client.map(x -> x, List.of(0, 1, 2)).get(1);
        System.gc();
        client.connection().collect(100);
        assertThat(session.seen(Released.class)).isEmpty();
        assertThat(element.result()).isEqualTo(1);
    }

    @Test
    void submitting_waits_while_too_much_is_unfinished() {
        FakeSession full = new FakeSession(true);
        try (Client small = open(full, "small", Map.of("muster.client.max-pending", 2))) {
            full.holdBack();
            List<TaskFuture<Integer>> held = new ArrayList<>();
            Thread submitting = new Thread(() -> {
                for (int i = 0; i < 6; i++) {
                    held.add(small.submit(x -> x, i));
                }
            });
            submitting.start();
            await().until(() -> full.events.size() == 3);
            assertThat(submitting.isAlive()).isTrue();
            full.letGo();
            await().until(() -> !submitting.isAlive());
            assertThat(small.gather(held)).containsExactly(0, 1, 2, 3, 4, 5);
        }
    }

    @Test
    void submitting_may_fail_instead_and_does_so_inside_tasks() {
        FakeSession full = new FakeSession(true);
        Map<String, Object> settings = Map.of("muster.client.max-pending", 1, "muster.client.when-full", "fail");
        try (Client small = open(full, "small", settings)) {
            full.holdBack();
            TaskFutures<Integer> held = small.map(x -> x, List.of(1, 2, 3));
            assertThatExceptionOfType(ClusterException.class)
                    .isThrownBy(() -> small.submit(() -> 1))
                    .withMessageContaining("3 tasks with 0 bytes")
                    .withMessageContaining("muster.client.max-pending=1");
            full.letGo();
            assertThat(held.results()).hasSize(3);
            assertThat(small.submit(() -> 1).result()).isEqualTo(1);
        }
        FakeSession waiting = new FakeSession(true);
        try (Client small = open(waiting, "small", Map.of("muster.client.max-pending", 1))) {
            TaskFuture<Integer> nests = small.submit(() -> {
                Client inside = Client.current();
                CountDownLatch never = new CountDownLatch(1);
                List<TaskFuture<?>> held = new ArrayList<>();
                for (int i = 0; i < 5; i++) {
                    held.add(inside.run(never::await));
                }
                return held.size();
            });
            assertThat(nests.failure().orElseThrow()).hasMessageContaining("inside a task submitting cannot wait");
        }
    }

    @Test
    void a_waiter_at_the_bound_can_be_interrupted() {
        FakeSession full = new FakeSession(true);
        try (Client small = open(full, "small", Map.of("muster.client.max-pending", 1))) {
            full.holdBack();
            TaskFutures<Integer> held = small.map(x -> x, List.of(1, 2, 3));
            Thread.currentThread().interrupt();
            assertThatExceptionOfType(ClusterException.class)
                    .isThrownBy(() -> small.submit(() -> 1))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ClusterException.Code.INTERRUPTED));
            assertThat(Thread.interrupted()).isTrue();
            held.release();
        }
    }

    @Test
    void a_task_knows_who_it_is() {
        assertThat(TaskContext.current()).isEmpty();
        TaskFuture<String> name = client.withOptions(o -> o.name("who"))
                .submit(() -> TaskContext.current().orElseThrow().name());
        assertThat(name.result()).isEqualTo("who");
    }

    @Test
    void views_keep_their_options_to_themselves() {
        Submitter named = client.withOptions(o -> o.name("a").priority(3));
        Submitter more = named.withOptions(TaskOptions.defaults().name("b"));
        assertThat(named.submit(() -> 1).key()).startsWith("a-");
        assertThat(more.submit(() -> 1).key()).startsWith("b-");
        session.settle();
        assertThat(session.seen(dev.muster.scheduler.SchedulerEvent.Submitted.class))
                .allMatch(each -> each.spec().priority() == 3);
    }

    @Test
    void a_client_without_a_cluster_of_its_own_cannot_restart() {
        assertThatExceptionOfType(ClusterException.class)
                .isThrownBy(client::restart)
                .withMessageContaining("no cluster");
        assertThat(client.toString()).isEqualTo("<Client: 'test'>");
        assertThat(client.settings().value("muster.client.when-full")).isEqualTo("wait");
        assertThatIllegalStateException().isThrownBy(() -> client.replay(client.submit(() -> 1)));
    }
}

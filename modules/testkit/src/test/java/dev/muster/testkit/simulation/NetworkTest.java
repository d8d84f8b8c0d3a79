package dev.muster.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkTest {
    private final Agenda agenda = new Agenda();
    private final Network network = new Network(agenda, new Chance(3), 20_000, true);
    private final List<Integer> arrived = new ArrayList<>();

    private void send(Link.Pipe pipe, int number) {
        network.send(pipe, Runnable::run, () -> arrived.add(number));
    }

    private void runAll() {
        while (agenda.step()) {
            assertThat(agenda.now()).isPositive();
        }
    }

    @Test
    void a_pipe_keeps_its_order_whatever_the_delays() {
        Link.Pipe pipe = new Link.Pipe();
        for (int i = 0; i < 200; i++) {
            send(pipe, i);
        }
        runAll();
        assertThat(arrived).hasSize(200).isSorted();
    }

    @Test
    void two_pipes_interleave() {
        Link.Pipe one = new Link.Pipe();
        Link.Pipe other = new Link.Pipe();
        for (int i = 0; i < 50; i++) {
            send(i % 2 == 0 ? one : other, i);
        }
        runAll();
        assertThat(arrived).hasSize(50).isNotEqualTo(arrived.stream().sorted().toList());
    }

    @Test
    void a_break_loses_a_suffix_of_what_is_under_way_and_nothing_before() {
        int lost = 0;
        for (int run = 0; run < 50; run++) {
            arrived.clear();
            Link.Pipe pipe = new Link.Pipe();
            for (int i = 0; i < 10; i++) {
                send(pipe, i);
            }
            long notice = network.drop(pipe);
            send(pipe, 10);
            runAll();
            assertThat(notice).isPositive();
            assertThat(arrived).isSorted().doesNotContain(10);
            for (int i = 0; i < arrived.size(); i++) {
                assertThat(arrived.get(i)).isEqualTo(i);
            }
            lost += 10 - arrived.size();
        }
        assertThat(lost).isPositive();
    }

    @Test
    void a_frozen_receiver_gets_everything_in_order_later() {
        List<Runnable> deferred = new ArrayList<>();
        Link.Pipe pipe = new Link.Pipe();
        for (int i = 0; i < 5; i++) {
            int number = i;
            network.send(pipe, deferred::add, () -> arrived.add(number));
        }
        runAll();
        assertThat(arrived).isEmpty();
        deferred.forEach(Runnable::run);
        assertThat(arrived).containsExactly(0, 1, 2, 3, 4);
    }
}

package dev.muster.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.protocol.Peer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StrangersTest {
    private static final Peer A = new Peer(1, 1);
    private static final Peer B = new Peer(2, 1);

    private final Strangers strangers = new Strangers();
    private final List<String> heard = new ArrayList<>();

    private void await(long now, Peer peer, String name) {
        strangers.await(now, peer, new Strangers.Hopeful() {
            @Override
            public void met() {
                heard.add(name + " met");
            }

            @Override
            public void gone() {
                heard.add(name + " gone");
            }
        });
    }

    @Test
    void all_that_wait_for_a_peer_hear_when_it_comes() {
        await(0, A, "one");
        await(5, B, "other");
        await(9, A, "two");
        strangers.joined(A);
        assertThat(heard).containsExactly("one met", "two met");
        strangers.joined(A);
        assertThat(heard).hasSize(2);
    }

    @Test
    void who_does_not_come_in_time_is_gone() {
        await(0, A, "one");
        await(10, A, "two");
        await(20, B, "three");
        assertThat(strangers.nextTick()).isEqualTo(Strangers.PATIENCE_NANOS);
        strangers.tick(Strangers.PATIENCE_NANOS - 1);
        assertThat(heard).isEmpty();
        strangers.tick(Strangers.PATIENCE_NANOS + 10);
        assertThat(heard).containsExactly("one gone", "two gone");
        assertThat(strangers.nextTick()).isEqualTo(Strangers.PATIENCE_NANOS + 20);
        strangers.joined(B);
        assertThat(strangers.nextTick()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void who_was_lost_is_not_waited_for() {
        await(0, A, "before");
        strangers.lost(A);
        await(1, A, "after");
        assertThat(heard).containsExactly("before gone", "after gone");
    }
}

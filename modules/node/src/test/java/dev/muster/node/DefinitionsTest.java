package dev.muster.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.protocol.Arguments;
import dev.muster.protocol.Assignment;
import dev.muster.protocol.FrameWriter;
import dev.muster.protocol.Message;
import dev.muster.protocol.Payload;
import dev.muster.protocol.Peer;
import dev.muster.protocol.Rank;
import dev.muster.protocol.TaskSpec;
import dev.muster.protocol.WireFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A map's function crosses to each peer once. */
class DefinitionsTest {
    private static final int MAX_FRAME = 1 << 20;
    private static final Peer WORKER = new Peer(1, 1);
    private static final Peer OTHER = new Peer(2, 1);

    private final Definitions sender = new Definitions(MAX_FRAME);
    private final Definitions.Heard receiver = new Definitions.Heard();
    private long written;

    @Test
    void many_runs_of_one_map_carry_its_function_once() {
        Payload function = function(100_000, 1);
        Payload first = null;
        for (int run = 0; run < 50; run++) {
            Payload met = worksOf(sent(WORKER, run(run, function))).get(0);
            assertThat(content(met)).isEqualTo(content(function));
            assertThat(first == null || met == first)
                    .as("the same object, so that it is decoded once")
                    .isTrue();
            first = met;
        }
        assertThat(written).isLessThan(110_000);
    }

    @Test
    void each_peer_is_told_and_told_again_after_it_was_lost() {
        Payload function = function(1_000, 1);
        assertThat(sender.outgoing(WORKER, List.of(run(0, function)))).hasSize(2);
        assertThat(sender.outgoing(WORKER, List.of(run(1, function)))).hasSize(1);
        assertThat(sender.outgoing(OTHER, List.of(run(2, function)))).hasSize(2);
        sender.forget(WORKER);
        assertThat(sender.outgoing(WORKER, List.of(run(3, function)))).hasSize(2);
    }

    @Test
    void more_functions_than_places_take_turns_and_are_never_mixed_up() {
        List<Payload> functions = new ArrayList<>();
        for (int i = 0; i < 3 * Definitions.SLOTS; i++) {
            functions.add(function(200, i));
        }
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            Payload one = functions.get(random.nextInt(functions.size()));
            Payload two = functions.get(random.nextInt(functions.size()));
            List<Payload> met = worksOf(sent(WORKER, run(i, one), run(i, two)));
            assertThat(content(met.get(0))).isEqualTo(content(one));
            assertThat(content(met.get(1))).isEqualTo(content(two));
        }
    }

    @Test
    void small_functions_and_those_too_long_for_a_frame_stay_where_they_are() {
        for (Payload function : List.of(function(10, 1), function(MAX_FRAME, 1))) {
            Message.Run run = run(0, function);
            assertThat(sender.outgoing(WORKER, List.of(run))).isEqualTo(List.of(run));
        }
    }

    @Test
    void a_run_that_refers_to_nothing_is_refused() {
        List<Message> messages = sender.outgoing(WORKER, List.of(run(0, function(100, 1))));
        assertThatThrownBy(() -> receiver.incoming(messages.subList(1, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("definition 0, which was not sent");
        assertThatThrownBy(() -> receiver.incoming(List.of(new Message.Define(Definitions.SLOTS, Payload.NOTHING))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private List<Message> sent(Peer to, Message... messages) {
        var frame = FrameWriter.write(1, 1, sender.outgoing(to, List.of(messages)), MAX_FRAME);
        written += frame.length();
        return receiver.incoming(WireFormat.decode(frame).messages());
    }

    private static List<Payload> worksOf(List<Message> messages) {
        return messages.stream()
                .map(message -> (Payload) ((Assignment.Range)
                                ((Message.Run) message).assignments().get(0))
                        .work())
                .toList();
    }

    private static byte[] content(Payload payload) {
        byte[] content = new byte[payload.length()];
        System.arraycopy(payload.bytes(), payload.offset(), content, 0, content.length);
        return content;
    }

    private static Payload function(int length, int seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        bytes[0] = 0;
        return Payload.of(bytes);
    }

    private static Message.Run run(long first, Payload work) {
        Arguments rows = new Arguments.Encoded(new byte[] {1, 2}, new int[] {0, 1, 2}, 0, 2, 1);
        return new Message.Run(
                0,
                List.of(new Assignment.Range(
                        first, 1, TaskSpec.of(0, "kind"), new Rank(0, first, 0, first), work, rows, false)));
    }
}

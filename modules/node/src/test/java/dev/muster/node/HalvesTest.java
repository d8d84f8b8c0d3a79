package dev.muster.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.protocol.Message;
import dev.muster.protocol.Span;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HalvesTest {
    /** Cuts until nothing can be cut any more. */
    private static List<Message> pieces(Message message) {
        List<Message> halves = Halves.of(message);
        if (halves.isEmpty()) {
            return List.of(message);
        }
        List<Message> pieces = new ArrayList<>();
        halves.forEach(half -> pieces.addAll(pieces(half)));
        return pieces;
    }

    @Test
    void spans_are_shared_out_and_children_named_once() {
        List<Span> spans = List.of(Span.of(1, 1), Span.of(3, 1), Span.of(5, 2));
        long[] children = {4, 5};
        List<Message> frees = pieces(new Message.Free(9, spans, children));
        assertThat(frees).hasSize(3).allMatch(free -> ((Message.Free) free).acknowledged() == 9);
        assertThat(frees).flatExtracting(free -> ((Message.Free) free).spans()).containsExactlyElementsOf(spans);
        assertThat(frees.stream()
                        .mapToInt(free -> ((Message.Free) free).children().length)
                        .sum())
                .isEqualTo(2);
        List<Message> cancels = pieces(new Message.Cancel(spans, children, true));
        assertThat(cancels).hasSize(3).allMatch(cancel -> ((Message.Cancel) cancel).interrupt());
        assertThat(cancels)
                .flatExtracting(cancel -> ((Message.Cancel) cancel).spans())
                .containsExactlyElementsOf(spans);
        assertThat(cancels.stream()
                        .mapToInt(cancel -> ((Message.Cancel) cancel).children().length)
                        .sum())
                .isEqualTo(2);
    }

    @Test
    void what_says_one_thing_only_cannot_be_cut() {
        assertThat(Halves.of(new Message.Free(1, List.of(Span.of(1, 1)), new long[] {4, 5})))
                .isEmpty();
        assertThat(Halves.of(new Message.Draining())).isEmpty();
    }
}

package dev.muster.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.protocol.Arguments;
import dev.muster.protocol.Assignment;
import dev.muster.protocol.Inputs;
import dev.muster.protocol.Message;
import dev.muster.protocol.Payload;
import dev.muster.protocol.Rank;
import dev.muster.protocol.Span;
import dev.muster.protocol.TaskSpec;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HalvesTest {
    private static final Payload WORK = Payload.of(new byte[1]);
    private static final Rank RANK = new Rank(0, 5, 0, 5);

    private static Assignment one(long task) {
        return new Assignment.One(task, 1, TaskSpec.of(1, "one"), RANK, WORK, Inputs.NONE, false);
    }

    private static Assignment.Range range(int count) {
        int[] offsets = new int[count + 1];
        for (int i = 0; i <= count; i++) {
            offsets[i] = i;
        }
        Arguments rows = new Arguments.Encoded(new byte[count], offsets, 0, count, 1);
        return new Assignment.Range(10, 2, TaskSpec.of(1, "range"), RANK, WORK, rows, true);
    }

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
    void the_pieces_of_a_run_are_its_tasks_in_their_order() {
        List<Message> pieces = pieces(new Message.Run(7, List.of(one(1), range(5), one(2))));
        List<Long> tasks = new ArrayList<>();
        for (Message piece : pieces) {
            Message.Run run = (Message.Run) piece;
            assertThat(run.acknowledged()).isEqualTo(7);
            assertThat(run.assignments()).hasSize(1);
            assertThat(run.assignments().get(0).count()).isEqualTo(1);
            tasks.add(run.assignments().get(0).first());
        }
        assertThat(tasks).containsExactly(1L, 10L, 11L, 12L, 13L, 14L, 2L);
    }

    @Test
    void each_piece_of_a_range_has_its_own_row_and_rank_and_all_else_of_the_whole() {
        Assignment.Range whole = range(5);
        List<Message> pieces = pieces(new Message.Run(0, List.of(whole)));
        for (int i = 0; i < 5; i++) {
            Assignment.Range piece = (Assignment.Range)
                    ((Message.Run) pieces.get(i)).assignments().get(0);
            assertThat(piece.rank()).isEqualTo(whole.rank().plus(i));
            assertThat(((Arguments.Encoded) piece.arguments()).row(0).offset()).isEqualTo(i);
            assertThat(piece.attempt()).isEqualTo(2);
            assertThat(piece.exclusive()).isTrue();
            assertThat(piece.work()).isSameAs(WORK);
        }
    }

    @Test
    void spans_are_shared_out_and_children_named_once() {
        List<Span> spans = List.of(Span.of(1, 1), Span.of(3, 1), Span.of(5, 2));
        long[] children = {4, 5};
        List<Message> frees = pieces(new Message.Free(9, spans, children));
        assertThat(frees).hasSize(3).allMatch(free -> ((Message.Free) free).acknowledged() == 9);
        assertThat(frees).flatExtracting(free -> ((Message.Free) free).spans()).containsExactlyElementsOf(spans);
        assertThat(frees.stream().mapToInt(free -> ((Message.Free) free).children().length).sum())
                .isEqualTo(2);
        List<Message> cancels = pieces(new Message.Cancel(spans, children, true));
        assertThat(cancels).hasSize(3).allMatch(cancel -> ((Message.Cancel) cancel).interrupt());
        assertThat(cancels).flatExtracting(cancel -> ((Message.Cancel) cancel).spans()).containsExactlyElementsOf(spans);
        assertThat(cancels.stream().mapToInt(cancel -> ((Message.Cancel) cancel).children().length).sum())
                .isEqualTo(2);
    }

    @Test
    void what_says_one_thing_only_cannot_be_cut() {
        assertThat(Halves.of(new Message.Run(1, List.of(one(1))))).isEmpty();
        assertThat(Halves.of(new Message.Run(1, List.of(range(1))))).isEmpty();
        assertThat(Halves.of(new Message.Draining())).isEmpty();
    }
}

package dev.muster.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.error.StandInException;
import dev.muster.protocol.Payload;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThrownCodecTest {
    private final ThrownCodec codec = new ThrownCodec(KryoCodec.of(ThrownCodecTest.class.getClassLoader()));

    @Test
    void an_exception_that_can_travel_comes_back_as_itself() {
        Exception thrown = new BadRow(17, new IOException("disk"));
        thrown.addSuppressed(new IllegalStateException("too"));
        Throwable back = codec.decode(codec.encode(thrown));
        assertThat(back)
                .isExactlyInstanceOf(BadRow.class)
                .hasMessage("row 17")
                .hasCauseExactlyInstanceOf(IOException.class);
        assertThat(((BadRow) back).row).isEqualTo(17);
        assertThat(back.getSuppressed()).hasSize(1);
        assertThat(back.getStackTrace()).isEqualTo(thrown.getStackTrace());
    }

    @Test
    void an_exception_that_cannot_travel_comes_back_as_its_text() {
        Exception thrown = new Holding(Thread.currentThread(), new IOException("disk", new BadRow(3, null)));
        thrown.addSuppressed(new IllegalStateException("too"));
        Throwable back = codec.decode(codec.encode(thrown));
        assertThat(back).isExactlyInstanceOf(StandInException.class).hasMessage("holds");
        assertThat(((StandInException) back).causeType()).isEqualTo(Holding.class.getName());
        assertThat(back.getStackTrace()).isEqualTo(thrown.getStackTrace());
        assertThat(((StandInException) back.getCause()).causeType()).isEqualTo(IOException.class.getName());
        assertThat(((StandInException) back.getCause().getCause()).causeType()).isEqualTo(BadRow.class.getName());
        assertThat(((StandInException) back.getSuppressed()[0]).causeType())
                .isEqualTo(IllegalStateException.class.getName());
    }

    @Test
    void an_exception_that_cannot_be_decoded_comes_back_as_its_text_saying_why() {
        Throwable back = codec.decode(codec.encode(new Unreadable("message")));
        assertThat(back).isExactlyInstanceOf(StandInException.class).hasMessage("message");
        assertThat(((StandInException) back).causeType()).isEqualTo(Unreadable.class.getName());
        assertThat(back.getSuppressed()[0]).hasMessageContaining("not here");
    }

    @Test
    void an_exception_whose_message_throws_still_names_its_class() {
        Throwable back = codec.decode(codec.encode(new Silent()));
        assertThat(((StandInException) back).causeType()).isEqualTo(Silent.class.getName());
        assertThat(back).hasMessageContaining("cannot be had");
    }

    @Test
    void a_stand_in_stays_one_and_is_not_nested() {
        StandInException standIn = StandInException.of(new BadRow(1, null));
        Throwable back = codec.decode(codec.encode(standIn));
        assertThat(((StandInException) back).causeType()).isEqualTo(BadRow.class.getName());
        assertThat(back.getCause()).isNull();
    }

    @Test
    void endless_causes_and_stacks_are_cut() {
        Throwable chain = new Holding(Thread.currentThread(), null);
        for (int i = 0; i < 5_000; i++) {
            chain = new Holding(Thread.currentThread(), chain);
        }
        Throwable back = codec.decode(codec.encode(chain));
        int causes = 0;
        for (Throwable cause = back.getCause(); cause != null; cause = cause.getCause()) {
            causes++;
        }
        assertThat(causes).isBetween(100, 200);
        Throwable deep = recursion();
        assertThat(codec.encode(StandInException.of(deep)).size()).isLessThan(100_000);
    }

    @Test
    void damaged_bytes_give_an_exception_too() {
        Payload payload = codec.encode(new BadRow(1, null));
        for (int length = 1; length < payload.length(); length += 1 + length / 50) {
            byte[] cut = Arrays.copyOfRange(payload.bytes(), payload.offset(), payload.offset() + length);
            assertThat(codec.decode(Payload.of(cut))).isNotNull();
        }
        assertThat(codec.decode(Payload.of(new byte[] {99, 1, 2}))).hasMessageContaining("cannot be read");
    }

    @Test
    void the_types_of_an_exception_go_up_to_throwable() {
        assertThat(ThrownCodec.types(new BadRow(1, null)))
                .isEqualTo(List.of(BadRow.class.getName(), "java.lang.Exception", "java.lang.Throwable"));
    }

    private static Throwable recursion() {
        try {
            recurse(0);
            throw new AssertionError("no overflow");
        } catch (StackOverflowError deep) {
            return deep;
        }
    }

    @SuppressWarnings("InfiniteRecursion")
    private static int recurse(int depth) {
        return recurse(depth + 1) + 1;
    }

    static final class BadRow extends Exception {
        private static final long serialVersionUID = 1L;
        private final int row;

        BadRow(int row, Throwable cause) {
            super("row " + row, cause);
            this.row = row;
        }
    }

    static final class Holding extends Exception {
        private static final long serialVersionUID = 1L;
        private final Object held;

        Holding(Object held, Throwable cause) {
            super("holds", cause);
            this.held = held;
        }

        Object held() {
            return held;
        }
    }

    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }

        private void readObject(ObjectInputStream in) {
            throw new IllegalStateException("not here");
        }
    }

    static final class Silent extends Exception {
        private static final long serialVersionUID = 1L;
        private final Object unsent = Thread.currentThread();

        @Override
        public String getMessage() {
            throw new IllegalStateException("no message: " + unsent);
        }
    }
}

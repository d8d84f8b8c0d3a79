package dev.muster.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class StandInExceptionTest {

    @Test
    void it_keeps_type_message_stack_causes_and_suppressed() {
        IOException root = new IOException("disk");
        IllegalStateException original = new IllegalStateException("row 7", root);
        original.addSuppressed(new ArithmeticException("closing"));

        StandInException standIn = StandInException.of(original);

        assertThat(standIn.causeType()).isEqualTo("java.lang.IllegalStateException");
        assertThat(standIn).hasMessage("row 7");
        assertThat(standIn.getStackTrace()).isEqualTo(original.getStackTrace());
        assertThat(standIn.getCause()).isInstanceOfSatisfying(StandInException.class, cause -> {
            assertThat(cause.causeType()).isEqualTo("java.io.IOException");
            assertThat(cause).hasMessage("disk");
        });
        assertThat(standIn.getSuppressed())
                .singleElement()
                .isInstanceOfSatisfying(
                        StandInException.class,
                        suppressed -> assertThat(suppressed.causeType()).isEqualTo("java.lang.ArithmeticException"));
    }

    @Test
    void the_printed_stack_names_the_original_class_and_says_that_it_is_a_stand_in() {
        StringWriter text = new StringWriter();

        StandInException.of(new IOException("disk")).printStackTrace(new PrintWriter(text, true));

        assertThat(text.toString())
                .startsWith("java.io.IOException: disk (stand-in")
                .contains("\tat dev.muster.error");
    }

    @Test
    void a_stand_in_stands_for_itself() {
        StandInException standIn = StandInException.of(new IOException("disk"));
        IllegalStateException around = new IllegalStateException(standIn);

        assertThat(StandInException.of(standIn)).isSameAs(standIn);
        assertThat(StandInException.of(around).getCause()).isSameAs(standIn);
    }

    @Test
    void a_chain_that_bites_its_tail_is_cut() {
        IOException first = new IOException("first");
        IOException second = new IOException("second", first);
        first.initCause(second);

        StandInException standIn = StandInException.of(first);

        assertThat(standIn.getCause()).hasMessage("second");
        assertThat(standIn.getCause().getCause()).isNull();
    }

    @Test
    void a_chain_of_a_hundred_thousand_is_cut_and_overflows_no_stack() {
        Exception chain = new Exception("0");
        for (int i = 1; i < 100_000; i++) {
            chain = new Exception(String.valueOf(i), chain);
        }

        int length = 0;
        for (Throwable link = StandInException.of(chain); link != null; link = link.getCause()) {
            length++;
        }

        assertThat(length).isEqualTo(200);
    }
}

package dev.muster.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.muster.error.ClusterException.Code;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;

class ClusterExceptionTest {

    @Test
    void each_kind_that_is_caught_by_type_has_its_code() {
        Throwable user = new IllegalStateException("bad row");

        assertThat(new ClusterException(Code.CONFIG, "m").code()).isEqualTo(Code.CONFIG);
        assertThat(new TaskFailedException("m", "k", "w0", 2, user).code()).isEqualTo(Code.TASK_FAILED);
        assertThat(new TaskCancelledException("m", "k").code()).isEqualTo(Code.CANCELLED);
        assertThat(new TaskTimeoutException("m", "k").code()).isEqualTo(Code.TIMEOUT);
        assertThat(new WorkerLostException("m", "k").code()).isEqualTo(Code.WORKER_LOST);
    }

    @Test
    void each_kind_that_concerns_a_task_names_it() {
        Throwable cause = new IllegalStateException("why");

        assertThat(new TaskFailedException("m", "k", "w0", 2, cause).key()).isEqualTo("k");
        assertThat(new TaskCancelledException("m", "k", cause).key()).isEqualTo("k");
        assertThat(new TaskTimeoutException("m", "k", cause).key()).isEqualTo("k");
        assertThat(new WorkerLostException("m", "k", cause).key()).isEqualTo("k");
        assertThat(new TaskCancelledException("m", "k", cause)).hasCause(cause);
        assertThat(new TaskTimeoutException("m", "k", cause)).hasCause(cause);
        assertThat(new WorkerLostException("m", "k", cause)).hasCause(cause);
    }

    @Test
    void a_failed_task_tells_where_how_often_and_with_what() {
        TaskFailedException failure = new TaskFailedException("m", "k", "w0", 2, new IOException("disk"));

        assertThat(failure).hasMessage("m").hasCauseInstanceOf(IOException.class);
        assertThat(failure.worker()).isEqualTo("w0");
        assertThat(failure.attempts()).isEqualTo(2);
        assertThat(failure.causeType()).isEqualTo("java.io.IOException");
    }

    @Test
    void the_cause_type_of_a_stand_in_is_the_original_s() {
        StandInException standIn = new StandInException("com.acme.BadRow", "row 7", new StackTraceElement[0], null);

        assertThat(new TaskFailedException("m", "k", "w0", 1, standIn).causeType())
                .isEqualTo("com.acme.BadRow");
    }

    @Test
    void a_failure_without_code_cause_or_attempt_is_refused() {
        assertThatNullPointerException().isThrownBy(() -> new ClusterException(null, "m"));
        assertThatNullPointerException().isThrownBy(() -> new ClusterException(Code.CONFIG, null));
        assertThatNullPointerException().isThrownBy(() -> new TaskFailedException("m", "k", "w0", 1, null));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TaskFailedException("m", "k", "w0", 0, new IOException()))
                .withMessageContaining("attempts=0");
    }

    @Test
    void a_failure_travels_with_its_code_and_cause() throws Exception {
        TaskFailedException original = new TaskFailedException("m", "k", "w0", 2, new IOException("disk"));

        TaskFailedException copy = (TaskFailedException) copy(original);

        assertThat(copy).hasMessage("m").hasCauseInstanceOf(IOException.class);
        assertThat(copy.code()).isEqualTo(Code.TASK_FAILED);
        assertThat(copy.key() + copy.worker() + copy.attempts()).isEqualTo("kw02");
    }

    private static Object copy(Object value) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return in.readObject();
        }
    }
}

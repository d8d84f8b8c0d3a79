package dev.muster.client;

import dev.muster.codec.ThrownCodec;
import dev.muster.error.ClusterException;
import dev.muster.error.ClusterException.Code;
import dev.muster.error.StandInException;
import dev.muster.error.TaskCancelledException;
import dev.muster.error.TaskFailedException;
import dev.muster.error.TaskTimeoutException;
import dev.muster.error.WorkerLostException;
import dev.muster.protocol.Failure;
import dev.muster.protocol.Payload;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What callers see of a failure. Stateless. */
final class Thrown {

    private static final String CALLS = Calls.class.getName();
    private static final String OURS = Thrown.class.getPackageName() + ".";

    private Thrown() {}

    /** The exception that {@code result()} throws; a new one each time, with the caller's stack. */
    static ClusterException of(String key, Outcome.Failed failed, Connection connection) {
        ClusterException thrown = made(key, failed, connection);
        thrown.setStackTrace(fromTheCallOn(thrown.getStackTrace()));
        return thrown;
    }

    /** Without the frames in which the exception was made: the reader's first frame is the method that was called. */
    private static StackTraceElement[] fromTheCallOn(StackTraceElement[] frames) {
        int first = 0;
        while (first + 1 < frames.length && frames[first + 1].getClassName().startsWith(OURS)) {
            first++;
        }
        return Arrays.copyOfRange(frames, first, frames.length);
    }

    private static ClusterException made(String key, Outcome.Failed failed, Connection connection) {
        Failure failure = failed.failure;
        return switch (failure.kind()) {
            case USER -> {
                Throwable cause = cause(failed, connection);
                yield new TaskFailedException(
                        message(key, "failed", failed), key, failed.worker, Math.max(1, failed.attempts), cause);
            }
            case TIMEOUT -> new TaskTimeoutException(message(key, "ran out of time", failed), key);
            case CANCELLED -> new TaskCancelledException(message(key, "was cancelled", failed), key);
            case WORKER_LOST -> new WorkerLostException(message(key, "was given up", failed), key);
            case IMPOSSIBLE -> new ClusterException(Code.CONFIG, message(key, "cannot run", failed));
            case UNSERIALIZABLE ->
                new ClusterException(
                        Code.UNSERIALIZABLE, message(key, "cannot travel", failed), causeOrNull(failed, connection));
            case INCOMPATIBLE ->
                new ClusterException(
                        Code.INCOMPATIBLE_PEER,
                        message(key, "met other code", failed),
                        causeOrNull(failed, connection));
            case CLOSED -> new ClusterException(Code.CLOSED, message(key, "is lost", failed));
            case INTERNAL ->
                new ClusterException(
                        Code.INTERNAL, message(key, "failed inside Muster", failed), causeOrNull(failed, connection));
        };
    }

    /** The user's own exception, or what stands for it. */
    static Throwable cause(Outcome.Failed failed, Connection connection) {
        Throwable cause = causeOrNull(failed, connection);
        if (cause != null) {
            return cause;
        }
        String type = failed.failure.types().isEmpty()
                ? "unknown"
                : failed.failure.types().get(0);
        return new StandInException(type, failed.failure.message(), new StackTraceElement[0], null);
    }

    private static @Nullable Throwable causeOrNull(Outcome.Failed failed, Connection connection) {
        Throwable known = failed.decoded();
        if (known != null) {
            return known;
        }
        Throwable found = decoded(failed.failure, connection);
        if (found != null) {
            trim(found);
            failed.decoded(found);
        }
        return found;
    }

    private static @Nullable Throwable decoded(Failure failure, Connection connection) {
        if (failure.error() instanceof Throwable live) {
            return live;
        }
        if (!(failure.error() instanceof Payload payload)) {
            return null;
        }
        return new ThrownCodec(connection.session().codec()).decode(payload);
    }

    /** Cuts the frames below the user's function: they are the same for every task and tell nothing. */
    static void trim(Throwable error) {
        StackTraceElement[] frames = error.getStackTrace();
        for (int i = 0; i < frames.length; i++) {
            if (frames[i].getClassName().startsWith(CALLS)) {
                error.setStackTrace(Arrays.copyOf(frames, i + 1));
                return;
            }
        }
    }

    private static String message(String key, String what, Outcome.Failed failed) {
        if (failed.failure.message().startsWith(key + " ")) {
            return "Task " + failed.failure.message(); // the scheduler's sentence says it all
        }
        StringBuilder text = new StringBuilder("Task ").append(key).append(' ').append(what);
        if (!failed.worker.isEmpty()) {
            text.append(" on ").append(failed.worker);
        }
        if (failed.attempts > 1) {
            text.append(" in attempt ").append(failed.attempts);
        }
        return text.append(": ").append(failed.failure.message()).toString();
    }
}

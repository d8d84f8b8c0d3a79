package dev.muster.client;

import dev.muster.client.TaskOptions.Choice;
import dev.muster.protocol.Payload;
import dev.muster.scheduler.TaskRef;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Submissions under keys that mean something: an exact one, or one made of the function and its arguments. Stateless. */
final class ExactKeys {

    /** Bytes of a digest that keys show: enough for more tasks than there will ever be. */
    private static final int DIGEST_BYTES = 10;

    private ExactKeys() {}

    @SuppressWarnings("unchecked") // the key is held by a task of the same function class
    static <R extends @Nullable Object> TaskFuture<R> one(
            View view,
            Connection connection,
            Kind kind,
            UserWork work,
            List<? extends TaskRef> inputs,
            List<? extends TaskRef> after) {
        String exact = view.options().chosen(Choice.KEY, "");
        String key = exact.isEmpty() ? pure(connection, kind, work, new Object[] {work}, inputs) : exact;
        String function = FunctionShape.of(work.function()).identity(work.function());
        LiveKeys keys = connection.keys();
        synchronized (keys) {
            Object held = keys.held(key, function, 0);
            if (held != null) {
                return (TaskFuture<R>) held;
            }
            SingleFuture<R> future = Submission.one(connection, kind.labelled(key), -1, work, inputs, after);
            keys.hold(key, future.record(), function, 0);
            return view.joined(future);
        }
    }

    @SuppressWarnings("unchecked") // the key is held by tasks of the same function class
    static <R extends @Nullable Object> TaskFutures<R> map(
            View view,
            Connection connection,
            Kind kind,
            UserWork work,
            @Nullable Object[] rows,
            int arity,
            List<? extends TaskRef> after) {
        String exact = view.options().chosen(Choice.KEY, "");
        String key = exact.isEmpty() ? pure(connection, kind, work, rows, List.of()) : exact;
        String function = FunctionShape.of(work.function()).identity(work.function());
        int count = rows.length / arity;
        LiveKeys keys = connection.keys();
        synchronized (keys) {
            Object held = count == 0 ? null : keys.held(key, function, count);
            if (held != null) {
                return (TaskFutures<R>) held;
            }
            BatchFutures<R> futures = Submission.map(connection, kind.labelled(key), 0, work, rows, arity, after);
            keys.hold(key, futures.record(), function, count);
            return view.joined(futures);
        }
    }

    /** Name and digest of what the value depends on. */
    private static String pure(
            Connection connection,
            Kind kind,
            UserWork work,
            @Nullable Object[] values,
            List<? extends TaskRef> inputs) {
        MessageDigest digest = digest();
        digest.update(
                FunctionShape.of(work.function()).identity(work.function()).getBytes(StandardCharsets.UTF_8));
        Payload payload = connection.session().codec().encode(new Object[] {work, values});
        digest.update(payload.bytes(), payload.offset(), payload.length());
        payload.buffers().forEach(digest::update);
        for (TaskRef input : inputs) {
            digest.update((byte) 0);
            digest.update(((RecordFuture<?>) input).key().getBytes(StandardCharsets.UTF_8));
        }
        byte[] all = digest.digest();
        return kind.label() + "-" + HexFormat.of().formatHex(all, 0, DIGEST_BYTES);
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}

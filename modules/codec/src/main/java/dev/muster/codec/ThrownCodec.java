package dev.muster.codec;

import dev.muster.error.ClusterException;
import dev.muster.error.StandInException;
import dev.muster.protocol.Payload;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Exceptions of users' code as bytes and back; neither way ever fails. Thread-safe. Runs users' code, as {@link Codec}
 * does.
 *
 * <p>A payload holds the exception's text (class, message, stack, causes, suppressed ones), and the exception itself
 * where it can be encoded. Whoever lacks its class, or cannot decode it, gets a {@link StandInException} made from the
 * text.
 */
public final class ThrownCodec {
    private final Codec codec;

    /** Exceptions by this codec. */
    public ThrownCodec(Codec codec) {
        this.codec = codec;
    }

    /** The exception as bytes. */
    public Payload encode(Throwable thrown) {
        ByteSink out = new ByteSink(1024);
        ThrownText.write(out, standIn(thrown));
        Payload itself = encodeItself(thrown);
        if (itself != null) {
            out.write(itself.bytes(), itself.offset(), itself.length());
        }
        byte[] bytes = out.toArray();
        return new Payload(bytes, 0, bytes.length, itself == null ? List.of() : itself.buffers());
    }

    private @Nullable Payload encodeItself(Throwable thrown) {
        if (thrown instanceof StandInException) {
            return null;
        }
        try {
            return codec.encode(thrown);
        } catch (ClusterException asText) {
            return null;
        }
    }

    /** The exception, or its stand-in. */
    public Throwable decode(Payload payload) {
        ByteSource in = new ByteSource(payload);
        StandInException standIn;
        try {
            standIn = ThrownText.read(in);
        } catch (ClusterException unreadable) {
            return unreadable;
        }
        if (in.left() == 0) {
            return standIn;
        }
        try {
            int length = in.left();
            Object itself = codec.decode(new Payload(payload.bytes(), in.skip(length, 1), length, payload.buffers()));
            return itself instanceof Throwable thrown ? thrown : standIn;
        } catch (ClusterException asText) {
            standIn.addSuppressed(asText);
            return standIn;
        }
    }

    /** Names of the exception's class and its superclasses, nearest first, down to {@code java.lang.Throwable}. */
    public static List<String> types(Throwable thrown) {
        List<String> types = new ArrayList<>();
        for (Class<?> type = thrown.getClass(); type != null && type != Object.class; type = type.getSuperclass()) {
            types.add(type.getName());
        }
        return types;
    }

    private static StandInException standIn(Throwable thrown) {
        try {
            return StandInException.of(thrown);
        } catch (RuntimeException | LinkageError | StackOverflowError broken) {
            // Its getMessage or getCause is a user's code, too.
            return new StandInException(
                    thrown.getClass().getName(),
                    "(its message or cause cannot be had: " + broken.getClass().getName() + ")",
                    thrown.getStackTrace(),
                    null);
        }
    }
}

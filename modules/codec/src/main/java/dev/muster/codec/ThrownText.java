package dev.muster.codec;

import dev.muster.error.StandInException;
import org.jspecify.annotations.Nullable;

/** What a stand-in says, as bytes: no class of a user's is needed to read it. Stateless. */
final class ThrownText {
    /** Frames kept of one stack: the innermost, which say what happened. An endless recursion has a thousand. */
    private static final int MOST_FRAMES = 400;

    /** Causes of causes kept, as many as {@link StandInException#of} copies. */
    private static final int DEEPEST = 200;

    private ThrownText() {}

    static void write(ByteSink out, StandInException standIn) {
        write(out, standIn, 0);
    }

    private static void write(ByteSink out, StandInException standIn, int depth) {
        PlainValues.writeScalar(out, standIn.causeType());
        PlainValues.writeScalar(out, standIn.getMessage());
        StackTraceElement[] stack = standIn.getStackTrace();
        int frames = Math.min(MOST_FRAMES, stack.length);
        out.count(frames);
        for (int i = 0; i < frames; i++) {
            write(out, stack[i]);
        }
        Throwable cause = standIn.getCause();
        boolean goesOn = cause != null && depth < DEEPEST;
        out.octet(goesOn ? 1 : 0);
        if (cause != null && goesOn) {
            write(out, StandInException.of(cause), depth + 1);
        }
        Throwable[] suppressed = depth < DEEPEST ? standIn.getSuppressed() : new Throwable[0];
        out.count(suppressed.length);
        for (Throwable one : suppressed) {
            write(out, StandInException.of(one), depth + 1);
        }
    }

    private static void write(ByteSink out, StackTraceElement frame) {
        PlainValues.writeScalar(out, frame.getClassLoaderName());
        PlainValues.writeScalar(out, frame.getModuleName());
        PlainValues.writeScalar(out, frame.getModuleVersion());
        PlainValues.writeScalar(out, frame.getClassName());
        PlainValues.writeScalar(out, frame.getMethodName());
        PlainValues.writeScalar(out, frame.getFileName());
        out.number(frame.getLineNumber());
    }

    static StandInException read(ByteSource in) {
        return read(in, 0);
    }

    private static StandInException read(ByteSource in, int depth) {
        if (depth > DEEPEST) {
            throw ByteSource.broken("an exception has more than " + DEEPEST + " causes");
        }
        String type = text(in);
        String message = textOrNull(in);
        StackTraceElement[] stack = new StackTraceElement[in.count()];
        for (int i = 0; i < stack.length; i++) {
            stack[i] = frame(in);
        }
        Throwable cause = in.octet() == 0 ? null : read(in, depth + 1);
        StandInException standIn = new StandInException(type, message, stack, cause);
        for (int n = in.count(); n > 0; n--) {
            standIn.addSuppressed(read(in, depth + 1));
        }
        return standIn;
    }

    private static StackTraceElement frame(ByteSource in) {
        return new StackTraceElement(
                textOrNull(in), textOrNull(in), textOrNull(in), text(in), text(in), textOrNull(in), in.integer());
    }

    private static String text(ByteSource in) {
        String text = textOrNull(in);
        if (text == null) {
            throw ByteSource.broken("a class has no name");
        }
        return text;
    }

    private static @Nullable String textOrNull(ByteSource in) {
        Object value = PlainValues.read(in, in.octet());
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw ByteSource.broken("a text was expected, not " + value.getClass().getSimpleName());
    }
}

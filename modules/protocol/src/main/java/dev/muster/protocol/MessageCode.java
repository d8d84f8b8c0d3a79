package dev.muster.protocol;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How one type of message stands on the wire. Immutable; the table is closed, and a test fails for a message that is
 * not in it.
 *
 * @param tag its first byte, never given to another type within a version
 * @param type the message's record
 * @param writer writes its fields
 * @param reader reads what the writer wrote
 */
record MessageCode<M extends Message>(
        int tag, Class<M> type, BiConsumer<WireWriter, M> writer, Function<WireReader, M> reader) {
    private static final Map<Class<?>, MessageCode<?>> BY_TYPE = new HashMap<>();
    private static final @Nullable MessageCode<?>[] BY_TAG;

    static {
        List<MessageCode<?>> all = new ArrayList<>();
        all.addAll(RunCodes.ALL);
        all.addAll(ResultCodes.ALL);
        all.addAll(SessionCodes.ALL);
        BY_TAG = new MessageCode<?>
                [1 + all.stream().mapToInt(MessageCode::tag).max().orElse(0)];
        for (MessageCode<?> code : all) {
            if (BY_TAG[code.tag] != null || BY_TYPE.put(code.type, code) != null) {
                throw new IllegalStateException("tag " + code.tag + " or " + code.type + " is in the table twice");
            }
            BY_TAG[code.tag] = code;
        }
    }

    static void write(WireWriter out, Message message) {
        MessageCode<?> code = BY_TYPE.get(message.getClass());
        if (code == null) {
            throw new IllegalStateException(message.getClass().getName() + " has no place in the wire format");
        }
        code.writeFields(out, message);
    }

    private void writeFields(WireWriter out, Message message) {
        out.octet(tag);
        writer.accept(out, type.cast(message));
    }

    static Message read(WireReader in) {
        int tag = in.octet();
        MessageCode<?> code = tag < BY_TAG.length ? BY_TAG[tag] : null;
        if (code == null) {
            throw in.malformed("there is no message tag " + tag);
        }
        return code.reader.apply(in);
    }
}

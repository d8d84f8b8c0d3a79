package dev.muster.node;

import dev.muster.protocol.Message;
import dev.muster.protocol.Span;
import java.util.List;

/**
 * Cuts a message that fits no frame in two which say the same one after the other. Stateless. Machines bound what brings values; spans, which
 * are short, may be any number.
 */
final class Halves {
    private static final long[] NO_CHILDREN = new long[0];

    private Halves() {}

    /** Two messages; none if it says one thing only. */
    static List<Message> of(Message message) {
        if (message instanceof Message.Free free && free.spans().size() > 1) {
            List<Span> all = free.spans();
            int half = all.size() / 2;
            return List.of(
                    new Message.Free(free.acknowledged(), all.subList(0, half), free.children()),
                    new Message.Free(free.acknowledged(), all.subList(half, all.size()), NO_CHILDREN));
        }
        if (message instanceof Message.Cancel cancel && cancel.spans().size() > 1) {
            List<Span> all = cancel.spans();
            int half = all.size() / 2;
            return List.of(
                    new Message.Cancel(all.subList(0, half), cancel.children(), cancel.interrupt()),
                    new Message.Cancel(all.subList(half, all.size()), NO_CHILDREN, cancel.interrupt()));
        }
        return List.of();
    }
}

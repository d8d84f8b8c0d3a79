package dev.muster.node;

import dev.muster.protocol.Arguments;
import dev.muster.protocol.Assignment;
import dev.muster.protocol.Message;
import dev.muster.protocol.Span;
import java.util.List;

/** Cuts a message that fits no frame in two which say the same one after the other. Stateless. */
final class Halves {
    private static final long[] NO_CHILDREN = new long[0];

    private Halves() {}

    /** Two messages; none if it says one thing only. */
    static List<Message> of(Message message) {
        if (message instanceof Message.Run run) {
            List<Assignment> all = run.assignments();
            if (all.size() > 1) {
                int half = all.size() / 2;
                return List.of(
                        new Message.Run(run.acknowledged(), all.subList(0, half)),
                        new Message.Run(run.acknowledged(), all.subList(half, all.size())));
            }
            return all.get(0) instanceof Assignment.Range range && range.count() > 1
                    ? List.of(part(run, range, 0, range.count() / 2), part(run, range, range.count() / 2, range.count()))
                    : List.of();
        }
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

    private static Message part(Message.Run run, Assignment.Range range, int from, int to) {
        Arguments rows = range.arguments().slice(from, to);
        return new Message.Run(
                run.acknowledged(),
                List.of(new Assignment.Range(
                        range.first() + from,
                        range.attempt(),
                        range.spec(),
                        range.rank().plus(from),
                        range.work(),
                        rows,
                        range.exclusive())));
    }
}

package dev.muster.node;

import dev.muster.protocol.Assignment;
import dev.muster.protocol.Message;
import dev.muster.protocol.Payload;
import dev.muster.protocol.Peer;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sends the function of a {@code map} once to each peer: as a definition, which its runs refer to by number. Owned by the node's loop.
 *
 * <p>Both sides keep the same {@value #SLOTS} places, so nothing has to be acknowledged. The sender holds no function only because it was
 * sent; when one is gone here, the peer is told to forget it.
 */
final class Definitions {
    /** Places for definitions, for each peer. */
    static final int SLOTS = 64;

    /** A shorter function is not worth a definition. */
    private static final int SHORTEST = 64;

    /** No codec's payload begins so. */
    private static final byte REFERENCE = -1;

    private final int longest;
    private final Map<Peer, Told> told = new HashMap<>();

    /**
     * @param maxFrame the longest frame of the link; a function that fits none is left to whoever cuts messages
     */
    Definitions(int maxFrame) {
        this.longest = maxFrame / 2;
    }

    /** What a peer has been sent: the functions, weakly. */
    private static final class Told {
        private final List<@Nullable WeakReference<Payload>> slots = new ArrayList<>();
        private int next;
    }

    /** The messages as they are to be written, definitions before what refers to them. */
    List<Message> outgoing(Peer to, List<Message> messages) {
        List<Message> sent = new ArrayList<>(messages.size() + 1);
        for (Message message : messages) {
            sent.add(message instanceof Message.Run run && hasRange(run) ? referring(to, run, sent) : message);
        }
        return sent;
    }

    private static boolean hasRange(Message.Run run) {
        for (Assignment assignment : run.assignments()) {
            if (assignment instanceof Assignment.Range) {
                return true;
            }
        }
        return false;
    }

    private Message referring(Peer to, Message.Run run, List<Message> before) {
        List<Assignment> assignments = new ArrayList<>(run.assignments().size());
        for (Assignment assignment : run.assignments()) {
            boolean defined = assignment instanceof Assignment.Range range
                    && range.work() instanceof Payload work
                    && work.size() >= SHORTEST
                    && work.size() <= longest;
            assignments.add(defined ? referring(to, (Assignment.Range) assignment, before) : assignment);
        }
        return new Message.Run(run.acknowledged(), assignments);
    }

    private Assignment referring(Peer to, Assignment.Range range, List<Message> before) {
        Told known = told.computeIfAbsent(to, peer -> new Told());
        int number = number(known, (Payload) range.work(), before);
        return with(range, Payload.of(new byte[] {REFERENCE, (byte) number}));
    }

    private static Assignment with(Assignment.Range range, Payload work) {
        return new Assignment.Range(
                range.first(), range.attempt(), range.spec(), range.rank(), work, range.arguments(), range.exclusive());
    }

    @SuppressWarnings("ReferenceEquality") // the runs of one map share their function
    private static int number(Told known, Payload work, List<Message> before) {
        int free = -1;
        for (int slot = 0; slot < known.slots.size(); slot++) {
            WeakReference<Payload> sent = known.slots.get(slot);
            Payload there = sent == null ? null : sent.get();
            if (there == work) {
                return slot;
            }
            if (there == null) {
                free = slot;
                if (sent != null) {
                    known.slots.set(slot, null);
                    before.add(new Message.Define(slot, Payload.NOTHING));
                }
            }
        }
        int slot = free >= 0 ? free : place(known);
        known.slots.set(slot, new WeakReference<>(work));
        before.add(new Message.Define(slot, work));
        return slot;
    }

    private static int place(Told known) {
        if (known.slots.size() < SLOTS) {
            known.slots.add(null);
            return known.slots.size() - 1;
        }
        known.next = (known.next + 1) % SLOTS;
        return known.next;
    }

    /** A peer is gone, and with it what it knew. */
    void forget(Peer peer) {
        told.remove(peer);
    }

    /** What one peer has defined here. Owned by the node's loop. */
    static final class Heard {
        private final @Nullable Payload[] slots = new Payload[SLOTS];

        /**
         * The messages as the peer's machine meant them, with the functions in their places.
         *
         * @throws IllegalArgumentException if one refers to what was never defined
         */
        List<Message> incoming(List<Message> messages) {
            List<Message> meant = new ArrayList<>(messages.size());
            for (Message message : messages) {
                if (message instanceof Message.Define define) {
                    define(define.number(), define.definition());
                } else {
                    meant.add(message instanceof Message.Run run && hasRange(run) ? resolved(run) : message);
                }
            }
            return meant;
        }

        /** Copies it, since it would keep its whole frame. */
        private void define(int number, Payload work) {
            if (number < 0 || number >= SLOTS) {
                throw new IllegalArgumentException("definition " + number + " of " + SLOTS);
            }
            byte[] bytes = new byte[work.length()];
            System.arraycopy(work.bytes(), work.offset(), bytes, 0, bytes.length);
            slots[number] = bytes.length == 0 ? null : new Payload(bytes, 0, bytes.length, work.buffers());
        }

        private Message resolved(Message.Run run) {
            List<Assignment> assignments = new ArrayList<>(run.assignments().size());
            for (Assignment assignment : run.assignments()) {
                boolean refers = assignment instanceof Assignment.Range range
                        && range.work() instanceof Payload work
                        && work.length() == 2
                        && work.bytes()[work.offset()] == REFERENCE;
                assignments.add(refers ? resolved((Assignment.Range) assignment) : assignment);
            }
            return new Message.Run(run.acknowledged(), assignments);
        }

        private Assignment resolved(Assignment.Range range) {
            Payload reference = (Payload) range.work();
            int number = reference.bytes()[reference.offset() + 1] & 0xff;
            Payload work = number < SLOTS ? slots[number] : null;
            if (work == null) {
                throw new IllegalArgumentException("a run refers to definition " + number + ", which was not sent");
            }
            return with(range, work);
        }
    }
}

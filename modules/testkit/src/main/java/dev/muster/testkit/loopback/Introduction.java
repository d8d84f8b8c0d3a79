package dev.muster.testkit.loopback;

import dev.muster.protocol.Envelope;
import dev.muster.protocol.Frame;
import dev.muster.protocol.FrameWriter;
import dev.muster.protocol.MalformedFrameException;
import dev.muster.protocol.Message;
import dev.muster.protocol.Peer;
import dev.muster.protocol.PeerInfo;
import dev.muster.protocol.WireFormat;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How two nodes get to know each other: {@code Hello} by the one that connects, {@code Welcome} by the other. Owned by
 * one connection. What else a node tells of itself is looked up in the cluster: both are in one JVM.
 */
final class Introduction {
    private static final int LONGEST = 64 << 10;

    private final PeerInfo self;
    private final @Nullable PeerInfo target;
    private final Function<Peer, @Nullable PeerInfo> members;

    private Introduction(PeerInfo self, @Nullable PeerInfo target, Function<Peer, @Nullable PeerInfo> members) {
        this.self = self;
        this.target = target;
        this.members = members;
    }

    /** Of the side that connects to a member it knows. */
    static Introduction to(PeerInfo self, PeerInfo target) {
        return new Introduction(self, target, peer -> null);
    }

    /** Of the side that was connected to. */
    static Introduction from(PeerInfo self, Function<Peer, @Nullable PeerInfo> members) {
        return new Introduction(self, null, members);
    }

    /**
     * What to do after the other side's first frame.
     *
     * @param answer what to send, or null
     * @param peer who it is; null if refused
     * @param refusal why it is refused, or null
     */
    record Step(
            @Nullable Packet answer,
            @Nullable PeerInfo peer,
            @Nullable String refusal) {}

    /** What this side says first, or null. */
    @Nullable
    Packet first() {
        return target == null
                ? null
                : packet(target.peer(), new Message.Hello(WireFormat.VERSION, self.registryPrint(), self.peer()));
    }

    /** Reads the other side's first frame. */
    Step answer(Frame.Bytes frame) {
        Envelope envelope;
        try {
            envelope = WireFormat.decode(frame);
        } catch (MalformedFrameException garbage) {
            return new Step(null, null, garbage.getMessage());
        }
        Message first = envelope.messages().size() == 1 ? envelope.messages().get(0) : null;
        if (target == null && first instanceof Message.Hello hello) {
            return welcome(hello, envelope);
        }
        if (target != null && first instanceof Message.Welcome welcome) {
            return welcomed(welcome, target);
        }
        return new Step(null, null, "a connection must begin with " + (target == null ? "Hello" : "Welcome"));
    }

    private Step welcome(Message.Hello hello, Envelope envelope) {
        PeerInfo known = members.apply(hello.self());
        String refusal = null;
        if (known == null || envelope.fromEpoch() != hello.self().epoch()) {
            refusal = "peer " + hello.self() + " is no member of this cluster";
        } else if (envelope.toEpoch() != self.peer().epoch()) {
            refusal = "epoch " + envelope.toEpoch() + " was meant, this is epoch "
                    + self.peer().epoch();
        } else if (!hello.registryPrint().equals(self.registryPrint())) {
            refusal = "its codec registry is " + hello.registryPrint() + ", this node's " + self.registryPrint();
        }
        Packet answer = packet(hello.self(), new Message.Welcome(WireFormat.VERSION, self.peer(), refusal));
        return new Step(answer, refusal == null ? known : null, refusal);
    }

    private static Step welcomed(Message.Welcome welcome, PeerInfo target) {
        if (welcome.refused() != null) {
            return new Step(null, null, welcome.refused());
        }
        return welcome.self().equals(target.peer())
                ? new Step(null, target, null)
                : new Step(null, null, "peer " + welcome.self() + " answered where " + target.peer() + " was expected");
    }

    private Packet packet(Peer to, Message message) {
        return Packet.of(FrameWriter.write(self.peer().epoch(), to.epoch(), List.of(message), LONGEST));
    }
}

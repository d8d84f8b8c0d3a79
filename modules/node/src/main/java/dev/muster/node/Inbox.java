package dev.muster.node;

import dev.muster.loop.Loop;
import dev.muster.loop.LoopEvent;
import dev.muster.loop.Membership;
import dev.muster.protocol.Frame;
import dev.muster.protocol.Loss;
import dev.muster.protocol.MalformedFrameException;
import dev.muster.protocol.Message;
import dev.muster.protocol.Peer;
import dev.muster.protocol.PeerInfo;
import dev.muster.protocol.WireFormat;
import dev.muster.spi.Link;
import dev.muster.spi.Receiver;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A node's ear: turns a plug-in's calls into events of the node's loop. Thread-safe; parses frames on the plug-in's thread and enqueues,
 * nothing else. Loss has one door: after {@code lost} nothing of that incarnation is passed on.
 */
final class Inbox implements Receiver {
    private final Loop loop;
    private final Owner owner;
    private final Peer self;
    private final Map<Peer, Heard> peers = new ConcurrentHashMap<>();
    private volatile @Nullable Link link;

    Inbox(Peer self, Loop loop, Owner owner) {
        this.self = self;
        this.loop = loop;
        this.owner = owner;
    }

    /** The node that owns this inbox; called under its loop. */
    interface Owner {
        void joined(long now, PeerInfo peer);

        void received(long now, Peer from, List<Message> messages);

        void writable(long now, Peer peer);

        /** A peer is gone, or, as the last word of all, this node itself has lost the cluster. */
        void lost(long now, Peer peer, Loss why);
    }

    /**
     * The node is a member now. What it had to say before, while the link was still being made, is sent by the next drain.
     *
     * @param node the node's place in the loop
     */
    void attached(Link made, Membership node) {
        link = made;
        loop.offer(new LoopEvent() {
            @Override
            protected void run(long now) {
                node.touch();
            }
        });
    }

    /** The link; null while it is being made, when peers may be heard already. */
    @Nullable
    Link link() {
        return link;
    }

    @Override
    public void joined(PeerInfo peer) {
        peers.put(peer.peer(), new Heard(loop.now()));
        loop.offer(new LoopEvent() {
            @Override
            protected void run(long now) {
                owner.joined(now, peer);
            }
        });
    }

    @Override
    public void received(Peer from, Frame frame) {
        Heard heard = peers.get(from);
        if (heard == null) {
            return;
        }
        if (frame instanceof Frame.Live live) {
            loop.offer(new Arrived(this, from, live.messages(), true));
            return;
        }
        heard.at = loop.now();
        try {
            loop.offer(new Arrived(
                    this, from, WireFormat.decode((Frame.Bytes) frame).messages(), false));
        } catch (MalformedFrameException e) {
            drop(from, "its frame cannot be read: " + e.getMessage());
        }
    }

    @Override
    public void writable(Peer to) {
        loop.offer(new LoopEvent() {
            @Override
            protected void run(long now) {
                if (peers.containsKey(to)) {
                    owner.writable(now, to);
                }
            }
        });
    }

    @Override
    public void lost(Peer peer, Loss why) {
        loop.offer(new LoopEvent() {
            @Override
            protected void run(long now) {
                if (peers.remove(peer) != null || peer.equals(self)) {
                    owner.lost(now, peer, why);
                }
            }
        });
    }

    void drop(Peer peer, String reason) {
        Link made = link;
        if (made != null) {
            made.drop(peer, reason);
        }
    }

    /** When a peer's last frame arrived, in the loop's time; now, if it is unknown. */
    long heardAt(Peer peer, long now) {
        Heard heard = peers.get(peer);
        return heard == null ? now : heard.at;
    }

    /** Liveness starts anew for everybody: our own clock was late, so silence proves nothing. */
    void pardonAll(long now) {
        peers.values().forEach(heard -> heard.at = now);
    }

    private static final class Heard {
        private final Definitions.Heard defined = new Definitions.Heard();
        private volatile long at;

        Heard(long at) {
            this.at = at;
        }
    }

    /** One frame's messages. */
    private static final class Arrived extends LoopEvent {
        private final Inbox inbox;
        private final Peer from;
        private final List<Message> messages;
        private final boolean live;

        Arrived(Inbox inbox, Peer from, List<Message> messages, boolean live) {
            this.inbox = inbox;
            this.from = from;
            this.messages = messages;
            this.live = live;
        }

        @Override
        protected void run(long now) {
            Heard heard = inbox.peers.get(from);
            if (heard == null) {
                return;
            }
            List<Message> meant;
            try {
                meant = live ? messages : heard.defined.incoming(messages);
            } catch (IllegalArgumentException undefined) {
                inbox.drop(from, "its frame cannot be read: " + undefined.getMessage());
                return;
            }
            inbox.owner.received(now, from, meant);
        }
    }
}

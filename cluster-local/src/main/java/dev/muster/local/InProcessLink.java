package dev.muster.local;

import dev.muster.protocol.Frame;
import dev.muster.protocol.Loss;
import dev.muster.protocol.Peer;
import dev.muster.spi.Link;

/** A member's way to the others: a send is the other side's receive, which only enqueues. Thread-safe. */
final class InProcessLink implements Link {
    private final InProcessCluster cluster;
    private final Member self;

    InProcessLink(InProcessCluster cluster, Member self) {
        this.cluster = cluster;
        this.self = self;
    }

    @Override
    public Peer self() {
        return self.info().peer();
    }

    @Override
    public boolean send(Peer to, Frame frame) {
        if (frame instanceof Frame.Live != cluster.info().carriesObjects()) {
            throw new IllegalArgumentException("cluster " + cluster.name() + " does not carry frames of kind "
                    + frame.getClass().getSimpleName());
        }
        Member other = cluster.member(to);
        if (other != null) {
            other.received(self(), frame);
        }
        return true;
    }

    @Override
    public void drop(Peer peer, String reason) {
        cluster.part(self, peer, reason);
    }

    @Override
    public void close() {
        self.left();
        cluster.remove(self(), Loss.of(Loss.Kind.LEFT, self.info().name() + " left"));
    }
}

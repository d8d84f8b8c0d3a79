package dev.muster.node;

import dev.muster.data.DataClient;
import dev.muster.data.ResultKey;
import dev.muster.loop.Loop;
import dev.muster.loop.LoopEvent;
import dev.muster.protocol.Kept;
import dev.muster.protocol.Payload;
import dev.muster.protocol.Peer;
import dev.muster.worker.WorkerEvent;
import java.util.Iterator;
import java.util.List;

/** How a worker's inputs come from other workers into its store. Thread-safe but for what says <em>under the loop</em>. */
final class Fetching {
    private final WorkerShell worker;
    private final Loop loop;
    private final Strangers strangers = new Strangers();

    Fetching(WorkerShell worker, Loop loop) {
        this.worker = worker;
        this.loop = loop;
    }

    /** Fetches a result from the first of its holders that gives it; the machine hears of each that does not. */
    void fetch(ResultKey key, List<Peer> holders) {
        fetchFrom(key, holders.iterator());
    }

    private void fetchFrom(ResultKey key, Iterator<Peer> holders) {
        if (!holders.hasNext()) {
            return;
        }
        Peer holder = holders.next();
        if (worker.knows(holder)) {
            fetchFrom(key, holder, holders);
        } else {
            loop.offer(new FetchLater(key, holder, holders));
        }
    }

    private void fetchFrom(ResultKey key, Peer holder, Iterator<Peer> others) {
        List<String> addresses = worker.dataAddresses(holder);
        if (addresses.isEmpty()) {
            absent(key, holder, others);
            return;
        }
        worker.data().fetch(addresses.get(0), key, new DataClient.Answer() {
            @Override
            public void found(Payload value) {
                worker.store().put(key, value);
                worker.offer(new WorkerEvent.Fetched(
                        key.session(), key.task(), key.attempt(), Kept.AT_WORKER, value.size()));
            }

            @Override
            public void absent(String reason) {
                Fetching.this.absent(key, holder, others);
            }
        });
    }

    private void absent(ResultKey key, Peer holder, Iterator<Peer> others) {
        worker.offer(new WorkerEvent.FetchFailed(key.session(), key.task(), key.attempt(), holder));
        fetchFrom(key, others);
    }

    /** A peer is there. Under the loop. */
    void joined(Peer peer) {
        strangers.joined(peer);
    }

    /** A peer is gone. Under the loop. */
    void lost(Peer peer) {
        strangers.lost(peer);
    }

    long nextTick() {
        return strangers.nextTick();
    }

    /** Under the loop. */
    void tick(long now) {
        strangers.tick(now);
    }

    /** A fetch from a holder of which the client has heard before this worker. */
    private final class FetchLater extends LoopEvent implements Strangers.Hopeful {
        private final ResultKey key;
        private final Peer holder;
        private final Iterator<Peer> others;

        FetchLater(ResultKey key, Peer holder, Iterator<Peer> others) {
            this.key = key;
            this.holder = holder;
            this.others = others;
        }

        @Override
        protected void run(long now) {
            if (worker.knows(holder)) {
                met();
            } else {
                strangers.await(now, holder, this);
                worker.touch();
            }
        }

        @Override
        public void met() {
            fetchFrom(key, holder, others);
        }

        @Override
        public void gone() {
            absent(key, holder, others);
        }
    }
}

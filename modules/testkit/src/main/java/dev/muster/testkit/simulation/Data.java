package dev.muster.testkit.simulation;

import dev.muster.protocol.Peer;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How stored values get from a worker to whoever needs them: a question and an answer, past the control links. Owned by one simulation. */
final class Data {
    /** Who asks a frozen holder gives up after this. */
    private static final long PATIENCE_NANOS = 3_000_000_000L;

    private final Cluster cluster;
    private final Chance chance;

    /** What becomes of a fetch: any number of misses, then perhaps a value. */
    interface Answer {
        void fetched(long value);

        void missed(Peer holder);
    }

    Data(Cluster cluster, Chance chance) {
        this.cluster = cluster;
        this.chance = chance;
    }

    /** Asks one holder after the other. */
    void fetch(Node<?> asking, Result result, List<Peer> holders, Answer answer) {
        next(asking, result, List.copyOf(holders).iterator(), answer);
    }

    private void next(Node<?> asking, Result result, Iterator<Peer> holders, Answer answer) {
        if (holders.hasNext()) {
            new Question(asking, result, holders, holders.next(), answer).ask();
        }
    }

    /** One holder, asked once; answers count once. */
    private final class Question {
        private final Node<?> asking;
        private final Result result;
        private final Iterator<Peer> others;
        private final Peer holder;
        private final Answer answer;
        private boolean answered;

        Question(Node<?> asking, Result result, Iterator<Peer> others, Peer holder, Answer answer) {
            this.asking = asking;
            this.result = result;
            this.others = others;
            this.holder = holder;
            this.answer = answer;
        }

        void ask() {
            SimulatedWorker worker = cluster.worker(holder);
            boolean fails = cluster.scenario.unreliableFetches() && chance.oneIn(12);
            if (worker == null || fails) {
                asking.after(cluster.network.delay(), () -> reply(null));
                return;
            }
            worker.after(cluster.network.delay(), () -> {
                Long value = worker.store.get(result);
                asking.after(cluster.network.delay(), () -> reply(value));
            });
            asking.after(PATIENCE_NANOS, () -> reply(null));
        }

        private void reply(@Nullable Long value) {
            if (answered) {
                return;
            }
            answered = true;
            if (value != null) {
                answer.fetched(value);
                return;
            }
            answer.missed(holder);
            next(asking, result, others, answer);
        }
    }
}

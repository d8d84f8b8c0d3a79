package dev.muster.client;

import dev.muster.graph.Key;
import dev.muster.progress.KindProgress;
import dev.muster.progress.ProgressSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How far certain futures are, by the names of their tasks. Used by one thread.
 *
 * <p>A map's futures are counted by their record, which knows; single ones are looked at until they have ended. Which of them
 * run, their slots do not tell: until all have started they count as waiting.
 */
final class FutureProgress implements ProgressSource {

    /** Those of one name. */
    private static final class Group {
        private final List<BatchRecord> batches = new ArrayList<>();
        private final List<BaseFuture<?>> open = new ArrayList<>();
        private long done;
        private long erred;

        KindProgress look(String name) {
            int kept = 0;
            for (BaseFuture<?> each : open) {
                Status status = each.status();
                if (status == Status.PENDING) {
                    open.set(kept++, each);
                } else if (status == Status.FINISHED) {
                    done++;
                } else {
                    erred++;
                }
            }
            open.subList(kept, open.size()).clear();
            KindProgress sum = new KindProgress(name, done, 0, kept, erred);
            for (BatchRecord batch : batches) {
                long waiting = Math.max(0, Math.min(batch.count(), batch.remaining()));
                long ended = batch.count() - waiting;
                long failed = Math.min(ended, batch.failures());
                sum = new KindProgress(
                        name, sum.done() + ended - failed, 0, sum.waiting() + waiting, sum.erred() + failed);
            }
            return sum;
        }
    }

    private final Map<String, Group> groups = new LinkedHashMap<>();
    private boolean over;

    private FutureProgress() {}

    static FutureProgress of(Iterable<? extends TaskFuture<?>> futures) {
        FutureProgress progress = new FutureProgress();
        if (futures instanceof BatchFutures<?> batch) {
            progress.group(batch.record().kind.spec().name()).batches.add(batch.record());
            return progress;
        }
        for (TaskFuture<?> each : futures) {
            BaseFuture<?> future = BaseFuture.of(each, "futures");
            progress.group(Key.parse(future.key()).prefix()).open.add(future);
        }
        return progress;
    }

    private Group group(String name) {
        return groups.computeIfAbsent(name, none -> new Group());
    }

    @Override
    public List<KindProgress> kinds() {
        List<KindProgress> kinds = new ArrayList<>();
        long open = 0;
        for (Map.Entry<String, Group> group : groups.entrySet()) {
            KindProgress kind = group.getValue().look(group.getKey());
            kinds.add(kind);
            open += kind.open();
        }
        over = open == 0;
        return kinds;
    }

    @Override
    public boolean over() {
        return over;
    }
}

package dev.muster.client;

import dev.muster.progress.KindProgress;
import dev.muster.progress.ProgressSource;
import dev.muster.scheduler.Figures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How far all tasks of a client are, by the names of their kinds. Asks the scheduler, so each look takes one turn of its loop. */
record ClientProgress(Client client) implements ProgressSource {

    @Override
    public List<KindProgress> kinds() {
        return kinds(client.connection().insight().figures());
    }

    /** The figures by name; several kinds may have one. */
    static List<KindProgress> kinds(Figures figures) {
        if (figures.kinds().isEmpty()) {
            return List.of(new KindProgress(
                    "tasks", figures.finished(), figures.running(), figures.pending(), figures.erred()));
        }
        Map<String, long[]> sums = new LinkedHashMap<>();
        for (Figures.OfKind kind : figures.kinds()) {
            long[] sum = sums.computeIfAbsent(kind.name(), name -> new long[4]);
            sum[0] += kind.finished();
            sum[1] += kind.running();
            sum[2] += kind.pending();
            sum[3] += kind.erred();
        }
        List<KindProgress> kinds = new ArrayList<>();
        sums.forEach((name, sum) -> {
            long running = running(sum[1], figures);
            kinds.add(new KindProgress(name, sum[0], running, sum[2] + sum[1] - running, sum[3]));
        });
        return kinds;
    }

    /** Workers have tasks ahead of their threads; of those that they have, so many can run: each kind's share of the threads. */
    private static long running(long atWorkers, Figures figures) {
        if (figures.running() <= figures.threads()) {
            return atWorkers;
        }
        long share = Math.round((double) figures.threads() * atWorkers / figures.running());
        return Math.min(atWorkers, atWorkers == 0 ? 0 : Math.max(1, share));
    }

    @Override
    public boolean over() {
        return client.connection().session().closed();
    }
}

package dev.muster.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The tables of keys: what each takes, which must rise together, and which are no more. */
final class Keys {

    /** Every key of Muster's own, and what it takes. Defaults are not here but in the reference. */
    static final Map<String, Kind> KINDS = kinds();

    /** Keys that hold each other in check. */
    static final List<Ascending> ORDERS = List.of(
            Ascending.weakly("muster.worker.spill-at", "muster.worker.pause-at", "muster.worker.replace-at"),
            Ascending.strictly("muster.node.low-water", "muster.node.high-water", "muster.node.stop-at"),
            Ascending.strictly("muster.node.ping", "muster.node.liveness"));

    /** Keys of earlier versions, each with what to write instead: a key, or a sentence. None has been retired yet. */
    static final Map<String, String> RETIRED = Map.of();

    private Keys() {}

    private static Map<String, Kind> kinds() {
        Map<String, Kind> kinds = new TreeMap<>();
        for (String collection : List.of("array", "dataframe", "delayed", "bag")) {
            kinds.put("muster.default-scheduler." + collection, Kind.NAME);
        }
        kinds.put("muster.cluster.type", Kind.NAME);
        kinds.put("muster.cluster.name", Kind.NAME.orAuto());
        kinds.put("muster.local.processes", Kind.FLAG);
        kinds.put("muster.local.workers", Kind.integer(0).orAuto());
        kinds.put("muster.local.threads-per-worker", Kind.integer(1).orAuto());
        kinds.put("muster.local.memory-limit", Kind.MEMORY_LIMIT);
        kinds.put("muster.local.strict", Kind.FLAG);
        kinds.put("muster.client.max-pending", Kind.integer(1));
        kinds.put("muster.client.max-pending-bytes", Kind.size(1));
        kinds.put("muster.client.when-full", Kind.choice(ClientSettings.WhenFull.class));
        kinds.put("muster.client.inline-store", Kind.real(0, 1));
        kinds.put("muster.scheduler.allowed-failures", Kind.integer(0));
        kinds.put("muster.scheduler.no-worker-timeout", Kind.duration(Duration.ofMillis(1)));
        kinds.put("muster.scheduler.story-ring", Kind.integer(1));
        kinds.put("muster.scheduler.watchdog", Kind.duration(Duration.ofMillis(1)));
        kinds.put("muster.scheduler.lease", Kind.duration(Duration.ofMillis(1)));
        kinds.put("muster.worker.max-waiting", Kind.integer(0));
        kinds.put("muster.worker.data-ports", Kind.PORTS.orAuto());
        kinds.put("muster.worker.interrupt-grace", Kind.duration(Duration.ZERO));
        for (String threshold : List.of("spill-at", "pause-at", "replace-at")) {
            kinds.put("muster.worker." + threshold, Kind.real(0, 1));
        }
        kinds.put("muster.node.loop", Kind.choice(NodeSettings.Loop.class));
        kinds.put("muster.node.liveness", Kind.duration(Duration.ofMillis(1)));
        kinds.put("muster.node.ping", Kind.duration(Duration.ofMillis(1)));
        for (String mark : List.of("high-water", "low-water", "stop-at")) {
            kinds.put("muster.node." + mark, Kind.size(1));
        }
        kinds.put("muster.progress.enabled", Kind.FLAG.orAuto());
        kinds.put("muster.progress.interval", Kind.duration(Duration.ofMillis(1)));
        kinds.put("muster.log.task-output-limit", Kind.size(0));
        return Map.copyOf(kinds);
    }
}

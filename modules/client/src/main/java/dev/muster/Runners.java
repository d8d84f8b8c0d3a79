package dev.muster;

import dev.muster.client.Client;
import dev.muster.client.GraphSource;
import dev.muster.compute.Computable;
import dev.muster.compute.Scheduler;
import dev.muster.config.Settings;
import dev.muster.error.ClusterException;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds what is to run a computation: the argument, else the default client, else what the configuration names. Stateless. */
final class Runners {

    private static final String TABLE = "muster.default-scheduler.";

    private static final Map<String, Runner> BY_NAME = byName();

    private Runners() {}

    private static Map<String, Runner> byName() {
        Map<String, Runner> byName = new TreeMap<>();
        for (Scheduler each :
                new Scheduler[] {Schedulers.threads(), Schedulers.processes(), Schedulers.synchronous()}) {
            byName.put(each.name(), (Runner) each);
        }
        return byName;
    }

    /** What a scheduler stands for: one that is not ours is looked up by its name. */
    static Runner of(Scheduler scheduler) {
        return scheduler instanceof Runner runner ? runner : named(scheduler.name());
    }

    static Runner named(String name) {
        Runner runner = find(Require.given(name, "name"));
        if (runner == null) {
            throw new IllegalArgumentException("name=" + name + ": there is no scheduler of this name; there are "
                    + names() + ", and Schedulers.of for a client or a pool of your own");
        }
        return runner;
    }

    private static @Nullable Runner find(String name) {
        return BY_NAME.get(name.strip().toLowerCase(Locale.ROOT));
    }

    private static String names() {
        return String.join(", ", BY_NAME.keySet());
    }

    /** What runs these if nobody said where. */
    static Runner byDefault(Collection<? extends Computable<?>> many) {
        Optional<Client> client = Client.currentIfOpen();
        return client.isPresent() ? (Runner) Schedulers.of(client.get()) : byKind(many, Settings.load());
    }

    /** What the table names for the one kind there is; threads for a mixture, which every kind can run on. */
    static Runner byKind(Collection<? extends Computable<?>> many, Settings settings) {
        Set<String> kinds = new TreeSet<>();
        for (Computable<?> each : many) {
            // One that is no source of a graph is refused when graphs are put together.
            if (each instanceof GraphSource<?> source) {
                kinds.add(source.kind());
            }
        }
        if (kinds.size() != 1) {
            return (Runner) Schedulers.threads();
        }
        String key = TABLE + kinds.iterator().next();
        String name = settings.value(key);
        Runner runner = find(name);
        if (runner == null) {
            throw new ClusterException(
                    ClusterException.Code.CONFIG,
                    key + " = " + name + " (" + settings.origin(key) + ") names no scheduler; there are " + names());
        }
        return runner;
    }
}

package dev.muster.architecture;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Immutable. Which module a package belongs to, and which modules it may see: what its arrows reach, less what is kept from it.
 *
 * <p>The arrows are those of {@code modules/README.md}. Maven lets a module see all that its dependencies see, so two rules are
 * beyond it: a kind of cluster never sees the client, and what users' programs stand for never sees the machines or the node.
 */
final class ModuleMap {
    private static final Map<String, Set<String>> PACKAGES = Map.of(
            "api", Set.of("function", "compute", "cluster", "config", "event", "error"),
            "cluster-spi", Set.of("spi"),
            "node", Set.of("node", "loop", "task", "data"),
            "launch", Set.of("launch", "code"),
            "client", Set.of("client", "progress", ""),
            "cluster-local", Set.of("local"),
            "benchmarks", Set.of("benchmark"),
            "examples", Set.of("example"));

    private static final Map<String, Set<String>> ARROWS = arrows();

    private static final Map<String, Set<String>> NEVER = Map.of(
            "cluster-local", Set.of("client"),
            "cli", Set.of("scheduler", "worker", "cluster-local"),
            "examples", Set.of("scheduler", "worker", "node", "codec", "protocol"));

    private ModuleMap() {}

    private static Map<String, Set<String>> arrows() {
        Map<String, Set<String>> arrows = new LinkedHashMap<>();
        arrows.put("api", Set.of());
        arrows.put("graph", Set.of());
        arrows.put("protocol", Set.of("graph", "api"));
        arrows.put("codec", Set.of("protocol"));
        arrows.put("scheduler", Set.of("protocol"));
        arrows.put("worker", Set.of("protocol"));
        arrows.put("cluster-spi", Set.of("protocol", "api"));
        arrows.put("node", Set.of("scheduler", "worker", "cluster-spi", "codec"));
        arrows.put("launch", Set.of("api"));
        arrows.put("client", Set.of("node"));
        arrows.put("cluster-local", Set.of("node", "api"));
        arrows.put("testkit", Set.of("client", "node", "scheduler", "worker"));
        arrows.put("cli", Set.of("client"));
        arrows.put("examples", Set.of("client", "cluster-local"));
        arrows.put("benchmarks", Set.of("client", "cluster-local", "testkit"));
        return arrows;
    }

    static Set<String> modules() {
        return ARROWS.keySet();
    }

    /** The module of a package of Muster's, by the first name below {@code dev.muster}; empty for one not on the map. */
    static Optional<String> moduleOf(String packageName) {
        String below = packageName.equals("dev.muster") ? "" : packageName.substring("dev.muster.".length());
        String noun = below.contains(".") ? below.substring(0, below.indexOf('.')) : below;
        for (String module : modules()) {
            if (PACKAGES.getOrDefault(module, Set.of(module)).contains(noun)) {
                return Optional.of(module);
            }
        }
        return Optional.empty();
    }

    /** The modules that the given one may see, itself included. */
    static Set<String> visibleFrom(String module) {
        Set<String> visible = new TreeSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(module));
        while (!open.isEmpty()) {
            String next = open.pop();
            if (visible.add(next)) {
                open.addAll(ARROWS.getOrDefault(next, Set.of()));
            }
        }
        visible.removeAll(NEVER.getOrDefault(module, Set.of()));
        return visible;
    }
}

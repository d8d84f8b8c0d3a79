package dev.muster.testkit.simulation;

import dev.muster.protocol.Failure;
import dev.muster.protocol.TaskSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Draws what tasks do and ask for. Owned by one client's program. */
final class Drawing {
    private static final long[] TYPICAL = {1_000, 20_000, 20_000, 300_000, 2_000_000, 20_000_000};
    private static final long LONG = 3_600_000_000_000L;

    private final Cluster cluster;
    private final Chance chance;
    private final boolean poison;
    private long numbers;

    /**
     * @param first numbers of this client's works count from here
     * @param poison tasks that kill their worker are allowed
     */
    Drawing(Cluster cluster, Chance chance, long first, boolean poison) {
        this.cluster = cluster;
        this.chance = chance;
        this.poison = poison;
        numbers = first;
    }

    /** A work with the failures that come of it. */
    record Drawn(Work work, List<Failure.Kind> may) {}

    /** What a submission asks for: mostly nothing special. */
    TaskSpec spec() {
        int kind = chance.below(TYPICAL.length);
        TaskSpec plain = TaskSpec.of(kind, "kind" + kind);
        if (chance.percent(70)) {
            return plain;
        }
        TaskSpec.Needs needs = chance.oneIn(3) ? needs() : plain.needs();
        TaskSpec.Retry retry = chance.oneIn(3)
                ? new TaskSpec.Retry(1 + chance.below(3), chance.of(ON), chance.around(100_000), 1_000_000)
                : plain.retry();
        TaskSpec.Selection selection = needs.resources().isEmpty() && needs.threads() == 1 && chance.oneIn(3)
                ? selection()
                : plain.selection();
        boolean once = retry.times() == 0 && chance.oneIn(8);
        return new TaskSpec(
                kind,
                plain.name(),
                chance.oneIn(2) ? 0 : chance.below(20) - 10,
                needs,
                retry,
                selection,
                chance.oneIn(5) ? LONG : 0,
                chance.oneIn(5) ? LONG : 0,
                once);
    }

    private static final List<List<String>> ON =
            List.of(List.of(), List.of("java.io.IOException"), List.of("java.lang.Exception"), List.of("no.such.Type"));

    private TaskSpec.Needs needs() {
        int most = cluster.scenario.seats().get(0).threads();
        return new TaskSpec.Needs(
                chance.oneIn(2) ? 1 : 1 + chance.below(most),
                chance.oneIn(2) ? Map.of("gpu", chance.oneIn(2) ? 1.0 : 2.0) : Map.of());
    }

    private TaskSpec.Selection selection() {
        String name = chance.of(cluster.scenario.seats()).name();
        return switch (chance.below(4)) {
            case 0 -> new TaskSpec.Selection(Set.of(name), Set.of(), Map.of(), Map.of());
            case 1 -> new TaskSpec.Selection(Set.of(), Set.of(name), Map.of(), Map.of());
            case 2 -> new TaskSpec.Selection(Set.of(), Set.of(), Map.of("zone", "a"), Map.of());
            default -> new TaskSpec.Selection(Set.of(), Set.of(), Map.of(), Map.of("zone", "a"));
        };
    }

    /** A work for a spec: mostly one that simply computes. */
    Drawn work(TaskSpec spec) {
        Work.Builder work = Work.of(++numbers, spec, nanos(spec)).kept(chance.oneIn(4));
        List<Failure.Kind> may = new ArrayList<>();
        if (spec.atMostOnce()) {
            may.add(Failure.Kind.WORKER_LOST);
        }
        boolean retried = spec.retry().times() > 0;
        if (chance.percent(retried ? 40 : 5)) {
            boolean always = !retried || chance.oneIn(3);
            boolean matches = !spec.retry().on().contains("no.such.Type");
            work.throwing(
                    always || !matches
                            ? Work.ALWAYS
                            : 1 + chance.below(spec.retry().times()),
                    "java.io.IOException");
            may.add(Failure.Kind.USER);
        }
        return new Drawn(work.build(), may);
    }

    /** A work that does nothing special, for tasks whose point is elsewhere. */
    Work plain(TaskSpec spec) {
        return Work.of(++numbers, spec, nanos(spec)).kept(chance.oneIn(4)).build();
    }

    /** A work with nested ones, up to {@code depth} levels. */
    Work nested(TaskSpec spec, int depth) {
        List<Work> children = new ArrayList<>();
        int count = depth == 0 ? 0 : 1 + chance.below(3);
        for (int i = 0; i < count; i++) {
            TaskSpec child = TaskSpec.of(40 + depth, "child" + depth);
            children.add(
                    chance.oneIn(10)
                            ? Work.of(++numbers, child, nanos(child))
                                    .throwing(Work.ALWAYS, "java.io.IOException")
                                    .build()
                            : nested(child, chance.below(depth)));
        }
        boolean kept = cluster.scenario.throughObjects() && chance.oneIn(4);
        return Work.of(++numbers, spec, nanos(spec))
                .kept(kept)
                .children(children)
                .build();
    }

    /** A task that ends badly by plan, and how. */
    Drawn doomed() {
        int kind = 30 + chance.below(3);
        TaskSpec plain = TaskSpec.of(kind, "doomed" + kind);
        return switch (chance.below(poison ? 5 : 4)) {
            case 0 -> drawn(limited(plain, 5_000_000, 0), Failure.Kind.TIMEOUT, Work.Manner.PLAIN, true);
            case 1 -> drawn(limited(plain, 0, 10_000_000), Failure.Kind.TIMEOUT, Work.Manner.PLAIN, true);
            case 2 ->
                drawn(
                        limited(plain, 5_000_000, 0),
                        Failure.Kind.TIMEOUT,
                        chance.oneIn(3) && !cluster.scenario.smooth() ? Work.Manner.DEAF : Work.Manner.PLAIN,
                        true);
            case 3 ->
                drawn(
                        selecting(plain, new TaskSpec.Selection(Set.of("nowhere"), Set.of(), Map.of(), Map.of())),
                        Failure.Kind.IMPOSSIBLE,
                        Work.Manner.PLAIN,
                        true);
            default -> drawn(plain, Failure.Kind.WORKER_LOST, Work.Manner.POISON, false);
        };
    }

    private Drawn drawn(TaskSpec spec, Failure.Kind may, Work.Manner manner, boolean forever) {
        Work.Builder work = Work.of(++numbers, spec, nanos(spec)).manner(manner);
        return new Drawn((forever ? work.forever() : work).build(), List.of(may));
    }

    private static TaskSpec limited(TaskSpec of, long timeout, long deadline) {
        return new TaskSpec(of.kind(), of.name(), 0, of.needs(), of.retry(), of.selection(), timeout, deadline, false);
    }

    private static TaskSpec selecting(TaskSpec of, TaskSpec.Selection selection) {
        return new TaskSpec(of.kind(), of.name(), 0, of.needs(), of.retry(), selection, 0, 0, false);
    }

    /** A kind of which no task takes less than 5 ms. */
    static boolean isLong(TaskSpec spec) {
        return spec.kind() >= 0 && spec.kind() % TYPICAL.length == TYPICAL.length - 1;
    }

    private long nanos(TaskSpec spec) {
        return chance.around(TYPICAL[spec.kind() % TYPICAL.length]) + 100;
    }
}

package dev.muster.scheduler;

import dev.muster.protocol.PeerInfo;
import dev.muster.protocol.TaskSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The queued tasks that ask for the same of a worker: threads, resources, a selection, to run alone. Owned by the scheduler's loop. A lane
 * whose workers are all busy never holds up another.
 */
final class Lane {
    final TaskSpec.Needs needs;
    final TaskSpec.Selection selection;
    final boolean exclusive;
    final ReadySet ready;
    /** Asks for nothing special: any worker will do. */
    final boolean plain;

    /** Tasks of it that are QUEUED. */
    long queued;
    /** No worker has room for it in this flush. */
    boolean stuck;
    /** Since when no worker that is there could ever run it; {@link Long#MAX_VALUE}: some could. */
    long hopelessSince = Long.MAX_VALUE;
    /** The worker that is kept free for it, or null. */
    @Nullable
    WorkerView reserved;
    /** Workers that gave its tasks back unstarted. */
    final List<Refusal> refusals = new ArrayList<>();
    /** The workers that can serve it, as of a version of the cluster. */
    final List<WorkerView> eligible = new ArrayList<>();

    int version = -1;

    /** A worker gave a task back: it is left alone until it has made progress, or for a while. */
    record Refusal(WorkerView worker, long progress, long until) {}

    Lane(TaskSpec.Needs needs, TaskSpec.Selection selection, boolean exclusive, ReadySet ready) {
        this.needs = needs;
        this.selection = selection;
        this.exclusive = exclusive;
        this.ready = ready;
        plain = !exclusive
                && needs.threads() == 1
                && needs.resources().isEmpty()
                && selection.only().isEmpty()
                && selection.onlyTags().isEmpty()
                && selection.rather().isEmpty()
                && selection.ratherTags().isEmpty();
    }

    /** Whether the worker could run its tasks, were it idle. */
    boolean fits(PeerInfo worker) {
        return plain || needs.threads() <= worker.threads() && resourcesFit(worker) && selected(worker);
    }

    private boolean resourcesFit(PeerInfo worker) {
        for (Map.Entry<String, Double> need : needs.resources().entrySet()) {
            Double has = worker.resources().get(need.getKey());
            if (has == null || has < need.getValue()) {
                return false;
            }
        }
        return true;
    }

    private boolean selected(PeerInfo worker) {
        return (selection.only().isEmpty() || selection.only().contains(worker.name()))
                && tagged(worker, selection.onlyTags());
    }

    /** Whether the worker is one that its tasks would like. */
    boolean prefers(PeerInfo worker) {
        Set<String> rather = selection.rather();
        return (rather.isEmpty() || rather.contains(worker.name())) && tagged(worker, selection.ratherTags());
    }

    /** Whether its tasks would like some workers better than others. */
    boolean choosy() {
        return !selection.rather().isEmpty() || !selection.ratherTags().isEmpty();
    }

    private static boolean tagged(PeerInfo worker, Map<String, String> wanted) {
        for (Map.Entry<String, String> tag : wanted.entrySet()) {
            if (!tag.getValue().equals(worker.tags().get(tag.getKey()))) {
                return false;
            }
        }
        return true;
    }

    /** What the worker lacks, for people. */
    String lacks(PeerInfo worker) {
        if (needs.threads() > worker.threads()) {
            return "has " + Words.count(worker.threads(), "thread");
        }
        if (!resourcesFit(worker)) {
            return "has resources " + worker.resources();
        }
        if (!tagged(worker, selection.onlyTags())) {
            return "has tags " + worker.tags();
        }
        return selected(worker) ? "could run it" : "is not among the workers asked for";
    }

    /** What its tasks ask for, for people. */
    String describe() {
        StringBuilder text = new StringBuilder(Words.count(needs.threads(), "thread"));
        if (!needs.resources().isEmpty()) {
            text.append(", resources ").append(needs.resources());
        }
        if (!selection.only().isEmpty()) {
            text.append(", one of the workers ").append(selection.only());
        }
        if (!selection.onlyTags().isEmpty()) {
            text.append(", tags ").append(selection.onlyTags());
        }
        return exclusive ? text + ", to run alone" : text.toString();
    }
}

package dev.muster.scheduler;

import dev.muster.protocol.TaskSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The lanes of a session. Owned by the scheduler's loop. */
final class Lanes {
    private record Key(TaskSpec.Needs needs, TaskSpec.Selection selection, boolean exclusive) {}

    private final TaskTable tasks;
    private final TaskRuns runs;
    private final Map<Key, Lane> byKey = new HashMap<>();
    private final List<Lane> all = new ArrayList<>();
    private final Lane plain;
    private final RankKey best = new RankKey();
    private final RankKey other = new RankKey();
    private long queued;

    Lanes(TaskTable tasks, TaskRuns runs) {
        this.tasks = tasks;
        this.runs = runs;
        plain = lane(new Key(TaskSpec.Needs.ONE_THREAD, TaskSpec.Selection.ANY, false));
    }

    /** The lane of a task. */
    Lane of(int slot) {
        Submission submission = tasks.submission(slot);
        return of(submission.spec(slot - submission.slot()), tasks.is(slot, TaskTable.EXCLUSIVE));
    }

    /** The lane of what asks for this. */
    @SuppressWarnings(
            "ReferenceEquality") // the shared constants are by far the most frequent; equal ones take the slower way
    Lane of(TaskSpec spec, boolean exclusive) {
        if (spec.needs() == TaskSpec.Needs.ONE_THREAD && spec.selection() == TaskSpec.Selection.ANY && !exclusive) {
            return plain;
        }
        return lane(new Key(spec.needs(), spec.selection(), exclusive));
    }

    private Lane lane(Key key) {
        Lane lane = byKey.get(key);
        if (lane == null) {
            lane = new Lane(key.needs, key.selection, key.exclusive, new ReadySet(tasks, runs, key.exclusive));
            byKey.put(key, lane);
            all.add(lane);
        }
        return lane;
    }

    List<Lane> all() {
        return all;
    }

    /** The lane of tasks that any worker can run. */
    Lane plain() {
        return plain;
    }

    /** Tasks that are QUEUED, over all lanes. */
    long queued() {
        return queued;
    }

    /** Counts tasks of a lane that became QUEUED, or with a negative number ceased to be. */
    void count(Lane lane, int more) {
        lane.queued += more;
        queued += more;
    }

    /** Forgets which lanes found no room. */
    void unstick() {
        for (int at = 0; at < all.size(); at++) {
            all.get(at).stuck = false;
        }
    }

    /** The lane whose first task goes before those of all others that are not stuck, or null if none has a task. */
    @Nullable
    Lane next() {
        if (plain.queued == queued) {
            return !plain.stuck && queued > 0 && plain.ready.find() ? plain : null;
        }
        Lane found = null;
        for (int at = 0; at < all.size(); at++) {
            Lane lane = all.get(at);
            if (lane.stuck || lane.queued == 0 || !lane.ready.find()) {
                continue;
            }
            other.of(tasks, lane.ready.slot());
            if (found == null || other.compareTo(best) < 0) {
                found = lane;
                best.of(other);
            }
        }
        return found;
    }
}

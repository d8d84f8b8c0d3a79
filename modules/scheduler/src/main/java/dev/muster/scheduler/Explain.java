package dev.muster.scheduler;

import dev.muster.protocol.Failure;
import java.util.ArrayList;
import java.util.List;

/** Says in sentences why a task stands as it does: nothing waits silently. Owned by the scheduler's loop; changes nothing. */
final class Explain {
    private static final int FEW = 3;

    private final Ledger ledger;
    private final TaskTable tasks;

    Explain(Ledger ledger) {
        this.ledger = ledger;
        tasks = ledger.tasks;
    }

    String task(long task) {
        int slot = tasks.find(task);
        if (slot < 0) {
            return "Nothing is known of this task: it was let go, or it was never submitted here.";
        }
        String text = switch (tasks.state(slot)) {
            case WAITING -> waiting(slot);
            case QUEUED -> queued(slot);
            case PROCESSING -> processing(slot);
            case MEMORY -> inMemory(slot);
            case ERRED -> erred(slot);
            case RELEASED ->
                ledger.describe(slot) + " has finished and its value was let go; it is remembered"
                        + " since values that were computed from it may have to be computed again.";
            case FORGOTTEN -> "";
        };
        return text + troubles(slot);
    }

    private String waiting(int slot) {
        String name = ledger.describe(slot);
        if (tasks.is(slot, TaskTable.DELAYED)) {
            return name + " waits a while before attempt " + tasks.attempt(slot) + ", as its retry option says.";
        }
        if (tasks.missing(slot) > 0) {
            return name + " waits for " + inputs(slot);
        }
        if (tasks.submission(slot) instanceof MapTasks map) {
            return !map.open
                    ? name + " waits for the tasks that were to end before this map begins: " + gate(map)
                    : name + " waits for its arguments: " + map.arrived() + " of " + map.count
                            + " rows of its map have arrived.";
        }
        return name + " waits.";
    }

    private String gate(MapTasks map) {
        int gate = tasks.find(map.gate);
        return gate < 0 ? "none is left." : inputs(gate);
    }

    private String inputs(int slot) {
        int[] links = tasks.inputs(slot);
        if (links == null) {
            return "inputs that are gone.";
        }
        List<String> named = new ArrayList<>();
        int missing = 0;
        for (int input : links) {
            State state = tasks.state(input);
            if (state != State.MEMORY) {
                missing++;
                if (named.size() < FEW) {
                    named.add(ledger.describe(input) + " (" + where(input, state) + ")");
                }
            }
        }
        String rest = missing > named.size() ? " and " + (missing - named.size()) + " more" : "";
        return missing + " of its " + Words.count(links.length, "input") + ": " + String.join(", ", named) + rest + ".";
    }

    private String where(int slot, State state) {
        return state == State.PROCESSING
                ? "at " + ledger.workers.name(tasks.worker(slot)) + ", attempt " + tasks.attempt(slot)
                : state.words;
    }

    private String queued(int slot) {
        Lane lane = ledger.lanes.of(slot);
        String name = ledger.describe(slot);
        if (ledger.workers.count() == 0) {
            return name + " could run, but there is no worker.";
        }
        if (ledger.cluster.eligible(lane).isEmpty()) {
            return name + " could run, but no worker can serve it: it asks for " + lane.describe() + "; "
                    + ledger.cluster.lacking(lane) + ".";
        }
        return name + " could run and is one of " + Words.count(lane.queued, "ready task") + " that ask for "
                + lane.describe() + "; " + busy(lane) + ".";
    }

    private String busy(Lane lane) {
        List<String> lines = new ArrayList<>();
        List<WorkerView> eligible = ledger.cluster.eligible(lane);
        for (WorkerView worker : eligible.subList(0, Math.min(FEW, eligible.size()))) {
            lines.add(worker.info.name() + " " + busy(worker, lane));
        }
        if (eligible.size() > FEW) {
            lines.add("and " + (eligible.size() - FEW) + " more workers");
        }
        return String.join("; ", lines);
    }

    private String busy(WorkerView worker, Lane lane) {
        if (worker.slots == 0) {
            return "has not allowed this client anything yet, or is paused";
        }
        if (!worker.writable) {
            return "cannot take more messages now";
        }
        if (ledger.cluster.refuses(worker, lane)) {
            return "has just given such a task back, being busy";
        }
        if (worker.exclusive > 0 || worker.reserved != null && worker.reserved != lane) {
            return "runs or awaits a task that must run alone";
        }
        return "has " + Words.count(worker.outstanding, "attempt") + " for " + Words.count(worker.slots, "slot");
    }

    private String processing(int slot) {
        WorkerView worker = ledger.workers.get(tasks.worker(slot));
        String text = ledger.describe(slot) + " is at " + worker.info.name() + " (" + worker.info.address()
                + "), attempt " + tasks.attempt(slot) + "; that worker has "
                + Words.count(worker.outstanding, "attempt") + " of this client for "
                + Words.count(worker.slots, "slot") + " and last reported "
                + Words.nanos(Math.max(0, ledger.now - worker.reportedAt)) + " ago.";
        if (tasks.is(slot, TaskTable.BLOCKED)) {
            text += " It waits for tasks that it has submitted, and has given back its thread meanwhile.";
        }
        return tasks.missing(slot) > 0
                ? text + " It starts when " + inputs(slot).replaceAll("\\.$", "") + " end."
                : text;
    }

    private String inMemory(int slot) {
        String made = tasks.worker(slot) == 0
                ? ""
                : ", made by attempt " + tasks.attempt(slot) + " at " + ledger.workers.name(tasks.worker(slot));
        Object value = tasks.value(slot);
        if (!Replicas.kept(value)) {
            return ledger.describe(slot) + " has its value here" + made + ".";
        }
        int holders = value instanceof Replicas replicas ? replicas.count() : 1;
        return ledger.describe(slot) + " has its value of " + Words.bytes(tasks.size(slot)) + " at "
                + Words.count(holders, "worker") + made + ".";
    }

    private String erred(int slot) {
        String at = tasks.worker(slot) == 0 ? "" : " at " + ledger.workers.name(tasks.worker(slot));
        String attempt = tasks.worker(slot) == 0 ? "" : " in attempt " + tasks.attempt(slot);
        if (!(tasks.value(slot) instanceof Failure failure)) {
            return ledger.describe(slot) + " has failed.";
        }
        String error = failure.types().isEmpty() ? "" : " (" + failure.types().get(0) + ")";
        String how = failure.kind() == Failure.Kind.CANCELLED ? " was cancelled" : " failed";
        String message = failure.message();
        return ledger.describe(slot) + how + attempt + at + error + ": " + message + (message.endsWith(".") ? "" : ".");
    }

    private String troubles(int slot) {
        Trouble trouble = ledger.troubleOrNull(slot);
        if (trouble == null) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        if (trouble.failures > 0) {
            text.append(" It has failed ")
                    .append(Words.count(trouble.failures, "time"))
                    .append(" before.");
        }
        if (!trouble.deaths.isEmpty()) {
            text.append(' ')
                    .append(Words.count(trouble.deaths.size(), "worker"))
                    .append(" died running it, so it runs alone.");
        }
        if (trouble.misses > 0) {
            text.append(" Its inputs were not where they should have been ")
                    .append(Words.count(trouble.misses, "time"))
                    .append('.');
        }
        return text.toString();
    }

    /** The first few tasks that have not ended, for the watchdog. */
    List<String> stuck(int most) {
        List<String> lines = new ArrayList<>();
        for (int slot = 0; slot < tasks.end() && lines.size() < most; slot++) {
            if (tasks.used(slot) && tasks.state(slot).pending()) {
                lines.add(task(tasks.id(slot)));
            }
        }
        return lines;
    }
}

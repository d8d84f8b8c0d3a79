package dev.muster.testkit.simulation;

import dev.muster.protocol.Completion;
import dev.muster.protocol.Message;
import dev.muster.protocol.Peer;
import dev.muster.protocol.Span;
import dev.muster.scheduler.SchedulerEvent;
import dev.muster.worker.WorkerEvent;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Plants one fault of a kind in a run, at an opportunity that the seed chooses. Owned by one simulation. */
final class Planter extends Saboteur {
    private static final Set<Fault> SELDOM =
            EnumSet.of(Fault.RECALL_APPLIED_TWICE, Fault.SWALLOWED_CUT, Fault.LOST_CANCEL, Fault.LOST_READY);

    private final Fault fault;
    private int skip;
    private boolean planted;
    private @Nullable Object earlier;
    private @Nullable Cluster cluster;

    Planter(Fault fault, long seed) {
        this.fault = fault;
        // What seldom has an opportunity takes the first.
        skip = SELDOM.contains(fault) ? 0 : new Chance(seed ^ fault.name().hashCode()).below(6);
    }

    /** There was an opportunity. */
    boolean planted() {
        return planted;
    }

    @Override
    void attach(Cluster to) {
        cluster = to;
    }

    private boolean plant(Fault kind, Object where) {
        if (fault != kind || planted || skip-- > 0) {
            return false;
        }
        planted = true;
        if (cluster != null) {
            cluster.story.note(cluster.agenda.now(), "SABOTEUR", "plants " + kind + " at", where);
        }
        return true;
    }

    @Override
    List<SchedulerEvent> schedulerEvent(SimulatedClient client, SchedulerEvent event) {
        if (event instanceof SchedulerEvent.WorkerLost && plant(Fault.LATE_FINISHED_UNFENCED, event)) {
            return List.of();
        }
        if (!(event instanceof SchedulerEvent.Received received)) {
            return List.of(event);
        }
        Peer from = received.from();
        Message message = received.message();
        if (message instanceof Message.Finished finished
                && !finished.completions().isEmpty()) {
            return heard(from, finished(finished));
        }
        if (message instanceof Message.Returned returned && !returned.spans().isEmpty()) {
            return heard(from, returned(client, from, returned));
        }
        if (message instanceof Message.Grant grant
                && (planted ? fault == Fault.IGNORED_GRANT : plant(Fault.IGNORED_GRANT, grant))) {
            return heard(
                    from,
                    List.of(new Message.Grant(
                            grant.slots() * 8, grant.queueNanos() * 50 + 1_000_000_000, Long.MAX_VALUE / 2)));
        }
        if (message instanceof Message.Failed && plant(Fault.LOST_FAILED, message)) {
            return List.of();
        }
        return List.of(event);
    }

    private static List<SchedulerEvent> heard(Peer from, List<Message> messages) {
        return messages.stream()
                .<SchedulerEvent>map(message -> new SchedulerEvent.Received(from, message))
                .toList();
    }

    private List<Message> finished(Message.Finished message) {
        List<Completion> completions = new ArrayList<>(message.completions());
        Completion first = completions.get(0);
        if (plant(Fault.ACKNOWLEDGED_NOT_APPLIED, message)) {
            completions.remove(0);
        } else if (plant(Fault.DOUBLED_FINISHED, message)) {
            completions.add(of(first, first.first() + 1, first.attempt()));
        } else if (plant(Fault.REWRITTEN_ATTEMPT, message)) {
            completions.set(0, of(first, first.first(), first.attempt() + 1));
        } else if (first instanceof Completion.One one && one.value() instanceof Long value) {
            @Nullable Object other = earlier;
            earlier = value;
            if (other != null && plant(Fault.EXCHANGED_VALUES, message)) {
                completions.set(
                        0,
                        new Completion.One(one.first(), one.attempt(), other, one.size(), one.nanos(), one.fetched()));
            }
        }
        return List.of(new Message.Finished(message.sequence(), completions));
    }

    private static Completion of(Completion of, long task, int attempt) {
        if (of instanceof Completion.Range range) {
            return new Completion.Range(
                    task, range.count(), attempt, range.values(), range.offset(), range.nanos(), range.slowestNanos());
        }
        Completion.One one = (Completion.One) of;
        return new Completion.One(task, attempt, one.value(), one.size(), one.nanos(), one.fetched());
    }

    private List<Message> returned(SimulatedClient client, Peer from, Message.Returned message) {
        if (plant(Fault.SWALLOWED_RETURNED, message)) {
            return message.recall() ? List.of(new Message.Returned(List.of(), message.why(), true)) : List.of();
        }
        SimulatedWorker worker = cluster == null ? null : cluster.worker(from);
        List<Span> running = worker == null ? List.of() : worker.running(client.peer());
        if (message.recall() && !running.isEmpty() && plant(Fault.RECALL_APPLIED_TWICE, message)) {
            return List.of(message, new Message.Returned(running, message.why(), true));
        }
        return List.of(message);
    }

    @Override
    List<WorkerEvent> workerEvent(SimulatedWorker worker, WorkerEvent event) {
        boolean lost = event instanceof WorkerEvent.Ran && plant(Fault.LOST_REPORT, event)
                || event instanceof WorkerEvent.Emptied && plant(Fault.LOST_EMPTIED, event)
                || event instanceof WorkerEvent.Fetched && plant(Fault.LOST_FETCHED, event);
        if (lost) {
            return List.of();
        }
        if (event instanceof WorkerEvent.Ran && plant(Fault.DOUBLED_REPORT, event)) {
            return List.of(event, event);
        }
        return List.of(event);
    }

    @Override
    List<Message> schedulerMessage(SimulatedClient client, Peer worker, Message message) {
        boolean lost = message instanceof Message.Free free
                        && !free.spans().isEmpty()
                        && plant(Fault.HOLDER_NOT_TOLD_OF_FREE, message)
                || message instanceof Message.Ready && plant(Fault.LOST_READY, message)
                || message instanceof Message.Run && plant(Fault.LOST_RUN, message)
                || message instanceof Message.Cancel && plant(Fault.LOST_CANCEL, message);
        if (lost) {
            return List.of();
        }
        if (message instanceof Message.Run run && plant(Fault.DUPLICATED_FREE, message)) {
            var given = run.assignments().get(0);
            return List.of(
                    message,
                    new Message.Free(
                            run.acknowledged(),
                            List.of(new Span(given.first(), given.count(), given.attempt())),
                            new long[0]));
        }
        return List.of(message);
    }

    @Override
    boolean swallowsCut() {
        return plant(Fault.SWALLOWED_CUT, "a thread");
    }
}

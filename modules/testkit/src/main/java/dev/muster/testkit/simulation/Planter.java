package dev.muster.testkit.simulation;

import dev.muster.protocol.Completion;
import dev.muster.protocol.Message;
import dev.muster.protocol.Peer;
import dev.muster.protocol.Span;
import dev.muster.scheduler.SchedulerEvent;
import dev.muster.worker.WorkerEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plants one fault of a kind in a run, at an opportunity that the seed chooses. Owned by one simulation. */
final class Planter extends Saboteur {
    private final Fault fault;
    private int skip;
    private boolean planted;
    private @Nullable Cluster cluster;

    Planter(Fault fault, long seed) {
        this.fault = fault;
        skip = new Chance(seed ^ fault.name().hashCode()).below(6);
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
            return heard(from, returned(returned));
        }
        if (message instanceof Message.Grant grant
                && (planted ? fault == Fault.IGNORED_GRANT : plant(Fault.IGNORED_GRANT, grant))) {
            return heard(
                    from,
                    List.of(new Message.Grant(
                            grant.slots() * 8, grant.queueNanos() * 50 + 1_000_000_000, grant.queueBytes() * 50)));
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
            completions.add(first);
        } else if (plant(Fault.REWRITTEN_ATTEMPT, message)) {
            completions.set(0, withAttempt(first, first.attempt() + 1));
        } else if (exchangeable(first) != null && plant(Fault.EXCHANGED_VALUES, message)) {
            completions.set(0, java.util.Objects.requireNonNull(exchangeable(first)));
        }
        return List.of(new Message.Finished(message.sequence(), completions));
    }

    private static Completion withAttempt(Completion of, int attempt) {
        if (of instanceof Completion.Range range) {
            return new Completion.Range(
                    range.first(),
                    range.count(),
                    attempt,
                    range.values(),
                    range.offset(),
                    range.nanos(),
                    range.slowestNanos());
        }
        Completion.One one = (Completion.One) of;
        return new Completion.One(one.first(), attempt, one.value(), one.size(), one.nanos(), one.fetched());
    }

    /** A range whose first two values are exchanged; null if it is none. */
    private static @Nullable Completion exchangeable(Completion of) {
        if (!(of instanceof Completion.Range range) || range.count() < 2) {
            return null;
        }
        @Nullable Object[] values = new Object[range.count()];
        System.arraycopy(range.values(), range.offset(), values, 0, values.length);
        @Nullable Object value = values[0];
        values[0] = values[1];
        values[1] = value;
        return new Completion.Range(
                range.first(), range.count(), range.attempt(), values, 0, range.nanos(), range.slowestNanos());
    }

    private List<Message> returned(Message.Returned message) {
        if (plant(Fault.SWALLOWED_RETURNED, message)) {
            return message.recall() ? List.of(new Message.Returned(List.of(), message.why(), true)) : List.of();
        }
        if (message.recall() && plant(Fault.RECALL_APPLIED_TWICE, message)) {
            return List.of(message, message);
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

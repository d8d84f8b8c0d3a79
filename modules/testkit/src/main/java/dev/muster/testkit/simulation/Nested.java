package dev.muster.testkit.simulation;

import dev.muster.protocol.Failure;
import dev.muster.protocol.Kept;
import dev.muster.protocol.Message;
import dev.muster.protocol.Peer;
import dev.muster.scheduler.SchedulerEvent;
import dev.muster.testkit.simulation.Pass.Activity;
import dev.muster.testkit.simulation.Pass.Child;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A worker's way to the sessions that own its tasks, for what tasks submit themselves: by calls as in threads mode, or by messages on
 * the session's link. Owned by one simulation.
 */
final class Nested {
    private final SimulatedWorker worker;
    private final Map<Long, Waiter> waiters = new LinkedHashMap<>();
    private long numbers;

    private record Waiter(SimulatedThread thread, Child child, Peer session) {}

    Nested(SimulatedWorker worker) {
        this.worker = worker;
    }

    /** Submits a task's children; the thread is told to look again whenever one of them has ended. */
    void submitChildren(SimulatedThread thread, Activity parent) {
        Peer session = parent.attempt.session();
        @Nullable Link link = worker.linkTo(session);
        for (Work work : parent.work.children) {
            boolean object = worker.cluster.scenario.throughObjects();
            Child child = new Child(++numbers, work, object ? new Submission("child") : null);
            parent.children.add(child);
            if (link == null) {
                continue;
            }
            if (object) {
                submitByCall(link, thread, parent, child);
            } else {
                waiters.put(child.number, new Waiter(thread, child, session));
                link.sendToClient(new Message.Submit(
                        parent.attempt.task(),
                        parent.attempt.attempt(),
                        child.number,
                        work.spec,
                        work,
                        new long[0],
                        true));
            }
        }
    }

    private void submitByCall(Link link, SimulatedThread thread, Activity parent, Child child) {
        Submission handle = java.util.Objects.requireNonNull(child.handle);
        handle.add(child.work, List.of(), List.of());
        link.client.watch(handle, ending -> worker.arrive(() -> settled(link, thread, child, ending)));
        link.client.offer(new SchedulerEvent.Submitted(
                handle,
                child.work.spec,
                child.work,
                List.of(),
                List.of(),
                new SchedulerEvent.Parent(parent.attempt.task(), parent.attempt.attempt())));
    }

    /** A child ended, says the session's scheduler. */
    void ready(Link link, Message.Ready ready) {
        Waiter waiter = waiters.remove(ready.child());
        if (waiter == null) {
            return;
        }
        settled(
                link,
                waiter.thread,
                waiter.child,
                new Ending(ready.failure(), ready.value(), ready.task(), ready.attempt(), ready.holders()));
    }

    /** How a child ended. */
    record Ending(@Nullable Failure failure, @Nullable Object value, long task, int attempt, List<Peer> holders) {}

    private void settled(Link link, SimulatedThread thread, Child child, Ending ending) {
        if (ending.failure != null) {
            ended(thread, child, null);
        } else if (ending.value == Kept.AT_WORKER) {
            fetch(link, thread, child, new Result(link.client.peer(), ending.task, ending.attempt), ending.holders);
        } else {
            ended(thread, child, (Long) ending.value);
        }
    }

    private void fetch(Link link, SimulatedThread thread, Child child, Result result, List<Peer> holders) {
        worker.cluster.data.fetch(worker, result, holders, new Data.Answer() {
            @Override
            public void fetched(long value) {
                ended(thread, child, value);
            }

            @Override
            public void missed(Peer holder) {
                if (child.handle != null) {
                    link.client.offer(new SchedulerEvent.FetchFailed(child.handle, 0, holder));
                }
            }
        });
    }

    /** The value goes into the parent's as it is, so that a wrong one shows in the parent's result if that is ever accepted. */
    private static void ended(SimulatedThread thread, Child child, @Nullable Long value) {
        if (child.ended) {
            return;
        }
        child.ended = true;
        child.value = value == null ? Work.FAILED_CHILD : value;
        thread.advance();
    }

    /** A task has ended and lets go of its children. */
    void releaseChildren(Activity parent) {
        @Nullable Link link = worker.linkTo(parent.attempt.session());
        if (link == null || parent.children.isEmpty()) {
            return;
        }
        if (worker.cluster.scenario.throughObjects()) {
            for (Child child : parent.children) {
                Submission handle = java.util.Objects.requireNonNull(child.handle);
                link.client.unwatch(handle);
                link.client.offer(new SchedulerEvent.Released(handle, 0, 1, true));
            }
            return;
        }
        long[] numbersOfChildren =
                parent.children.stream().mapToLong(child -> child.number).toArray();
        for (long number : numbersOfChildren) {
            waiters.remove(number);
        }
        link.sendToClient(new Message.Free(0, List.of(), numbersOfChildren));
    }

    /** A session is gone: nothing will be heard of its children. */
    void lost(Peer session) {
        waiters.values().removeIf(waiter -> waiter.session.equals(session));
    }
}

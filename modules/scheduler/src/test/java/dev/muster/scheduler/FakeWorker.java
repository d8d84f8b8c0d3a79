package dev.muster.scheduler;

import dev.muster.protocol.Assignment;
import dev.muster.protocol.Completion;
import dev.muster.protocol.Failure;
import dev.muster.protocol.Inputs;
import dev.muster.protocol.Kept;
import dev.muster.protocol.Message;
import dev.muster.protocol.Peer;
import dev.muster.protocol.PeerInfo;
import dev.muster.protocol.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A worker in one page: it does what the protocol lets a worker do, in an order drawn at random. It checks what it is told: no attempt
 * twice, no input that nobody has.
 */
final class FakeWorker {
    private static final long[] NONE = new long[0];

    record Attempt(long task, int number) {}

    final PeerInfo info;
    private final RandomPlay play;
    private final Random random;
    private final Map<Attempt, Assignment> todo = new LinkedHashMap<>();
    private final Set<Attempt> seen = new LinkedHashSet<>();
    /** Values that only this worker and its like hold. */
    private final Set<Attempt> stored = new LinkedHashSet<>();

    private final @Nullable FakeWorker former;
    private long sequence;
    private boolean draining;
    private boolean drained;

    FakeWorker(RandomPlay play, PeerInfo info, @Nullable FakeWorker former) {
        this.play = play;
        this.info = info;
        this.former = former;
        random = play.random;
    }

    void hello() {
        if (former != null && random.nextBoolean()) {
            List<Span> held = new ArrayList<>();
            for (Attempt each : former.stored) {
                held.add(Span.of(each.task, each.number));
                stored.add(each);
            }
            report(new Message.Inventory(former.info.peer().epoch(), held, former.sequence));
        }
        report(new Message.Grant(info.threads(), 1_000_000, 1 << 20));
    }

    private void report(Message message) {
        play.apply(new SchedulerEvent.Received(info.peer(), message));
    }

    // ---- hearing

    void receive(Message message) {
        if (message instanceof Message.Run run) {
            run.assignments().forEach(this::take);
        } else if (message instanceof Message.Free free) {
            each(free.spans(), attempt -> {
                stored.remove(attempt);
                todo.remove(attempt);
            });
        } else if (message instanceof Message.Cancel cancel) {
            each(cancel.spans(), attempt -> {
                if (todo.containsKey(attempt) && (cancel.interrupt() || random.nextBoolean())) {
                    cancelled.add(attempt);
                }
            });
        } else if (message instanceof Message.Recall recall) {
            recalls.add(recall.count());
        } else if (message instanceof Message.Draining) {
            draining = true;
        } else if (message instanceof Message.Drained) {
            drained = true;
        }
    }

    private final Set<Attempt> cancelled = new LinkedHashSet<>();
    private final List<Integer> recalls = new ArrayList<>();

    private interface Each {
        void on(Attempt attempt);
    }

    private static void each(List<Span> spans, Each each) {
        for (Span span : spans) {
            for (int at = 0; at < span.count(); at++) {
                each.on(new Attempt(span.first() + at, span.attempt()));
            }
        }
    }

    private void take(Assignment assignment) {
        for (int at = 0; at < assignment.count(); at++) {
            Attempt attempt = new Attempt(assignment.first() + at, assignment.attempt());
            if (todo.containsKey(attempt)) {
                throw new AssertionError("given twice: " + play.state.explain(0, attempt.task));
            }
            todo.put(attempt, assignment);
            seen.add(attempt);
        }
        if (draining && !(assignment instanceof Assignment.One)) {
            throw new AssertionError("work for a worker that leaves");
        }
    }

    // ---- acting

    void act(boolean calm) {
        if (!cancelled.isEmpty()) {
            Attempt attempt = cancelled.iterator().next();
            cancelled.remove(attempt);
            if (todo.remove(attempt) != null) {
                report(new Message.Failed(
                        attempt.task, attempt.number, Failure.of(Failure.Kind.CANCELLED, "stopped"), 0, NONE));
            }
        } else if (!recalls.isEmpty()) {
            giveBack(recalls.remove(0), Message.Returned.Why.RECALLED, true);
        } else if (!calm && random.nextInt(60) == 0) {
            draining = true;
            report(new Message.Draining());
        } else if (!todo.isEmpty()) {
            List<Attempt> startable = startable();
            if (startable.isEmpty() || !calm && random.nextInt(15) == 0) {
                giveBack(1, Message.Returned.Why.BUSY, false);
            } else {
                end(startable, calm);
            }
        }
    }

    private void giveBack(int most, Message.Returned.Why why, boolean recall) {
        List<Attempt> all = new ArrayList<>(todo.keySet());
        List<Span> spans = new ArrayList<>();
        for (int at = all.size() - 1; at >= 0 && spans.size() < most && (at > 0 || !recall); at--) {
            todo.remove(all.get(at));
            spans.add(Span.of(all.get(at).task, all.get(at).number));
        }
        report(new Message.Returned(spans, why, recall));
    }

    private List<Attempt> startable() {
        List<Attempt> startable = new ArrayList<>();
        for (Map.Entry<Attempt, Assignment> each : todo.entrySet()) {
            if (!(each.getValue() instanceof Assignment.One one) || inputsHere(one)) {
                startable.add(each.getKey());
            }
        }
        return startable;
    }

    /** Run-ahead inputs must have been made here; they are when they are no longer to be done. */
    private boolean inputsHere(Assignment.One one) {
        for (int at = 0; at < one.inputs().count(); at++) {
            Inputs.Remote remote = one.inputs().remote(at);
            if (remote != null && remote.runAhead()) {
                Attempt made = new Attempt(remote.task(), remote.attempt());
                if (todo.containsKey(made) || !finished.contains(made)) {
                    return false;
                }
            }
        }
        return true;
    }

    private final Set<Attempt> finished = new LinkedHashSet<>();

    private void end(List<Attempt> startable, boolean calm) {
        Attempt attempt = startable.get(Math.min(startable.size() - 1, random.nextInt(3)));
        Assignment assignment = todo.get(attempt);
        if (assignment instanceof Assignment.One one && fetchFails(attempt, one)) {
            return;
        }
        if (!calm && random.nextInt(12) == 0) {
            todo.remove(attempt);
            Failure failure = new Failure(Failure.Kind.USER, "boom", null, List.of("java.lang.RuntimeException"));
            report(new Message.Failed(attempt.task, attempt.number, failure, 1000, NONE));
        } else if (assignment instanceof Assignment.One one) {
            endOne(attempt, one, calm);
        } else {
            endRange(startable, attempt, assignment);
        }
    }

    private boolean fetchFails(Attempt attempt, Assignment.One one) {
        List<Message.Missing.Lost> lost = new ArrayList<>();
        for (int at = 0; at < one.inputs().count(); at++) {
            Inputs.Remote remote = one.inputs().remote(at);
            if (remote == null || remote.runAhead()) {
                continue;
            }
            Attempt wanted = new Attempt(remote.task(), remote.attempt());
            boolean found = stored.contains(wanted);
            for (Peer holder : remote.holders()) {
                FakeWorker worker = play.workers.get(holder);
                found |= worker != null && worker.stored.contains(wanted);
            }
            if (!found) {
                remote.holders()
                        .forEach(holder -> lost.add(new Message.Missing.Lost(remote.task(), remote.attempt(), holder)));
            }
        }
        if (lost.isEmpty()) {
            return false;
        }
        todo.remove(attempt);
        report(new Message.Missing(attempt.task, attempt.number, lost));
        return true;
    }

    private void endOne(Attempt attempt, Assignment.One one, boolean calm) {
        List<Long> fetched = new ArrayList<>();
        for (int at = 0; at < one.inputs().count(); at++) {
            Inputs.Remote remote = one.inputs().remote(at);
            if (remote != null && !remote.runAhead() && stored.add(new Attempt(remote.task(), remote.attempt()))) {
                fetched.add(remote.task());
            }
        }
        todo.remove(attempt);
        finished.add(attempt);
        boolean keep = random.nextInt(3) > 0;
        if (keep) {
            stored.add(attempt);
        }
        report(new Message.Finished(
                ++sequence,
                List.of(new Completion.One(
                        attempt.task,
                        attempt.number,
                        keep ? Kept.AT_WORKER : "value",
                        keep ? 100_000 : 0,
                        calm ? 1_000 : random.nextInt(1_000_000),
                        fetched.stream().mapToLong(Long::longValue).toArray()))));
    }

    private void endRange(List<Attempt> startable, Attempt first, Assignment range) {
        int count = 0;
        while (count < 50
                && startable.contains(new Attempt(first.task + count, first.number))
                && todo.get(new Attempt(first.task + count, first.number)) == range) {
            todo.remove(new Attempt(first.task + count, first.number));
            count++;
        }
        report(new Message.Finished(
                ++sequence,
                List.of(new Completion.Range(
                        first.task, count, first.number, new Object[count], 0, 100L * count, 100))));
    }

    // ---- looking

    SchedulerEvent.@Nullable Parent running(Random dice) {
        if (todo.isEmpty() || dice.nextBoolean()) {
            return null;
        }
        Attempt attempt = todo.keySet().iterator().next();
        return new SchedulerEvent.Parent(attempt.task, attempt.number);
    }

    List<Span> runningSpans() {
        return todo.keySet().stream()
                .limit(info.threads())
                .map(each -> Span.of(each.task, each.number))
                .toList();
    }

    void forgets(long task) {
        stored.removeIf(each -> each.task == task);
    }

    boolean leaving() {
        return draining;
    }

    void retired() {
        drained = true;
    }

    List<String> leftOver() {
        List<String> left = new ArrayList<>();
        stored.forEach(each -> left.add("value of " + each + " at " + info.name()));
        todo.keySet().forEach(each -> left.add("attempt " + each + " at " + info.name()));
        return left;
    }

    @Override
    public String toString() {
        return info.name() + " " + todo.size() + " to do" + (drained ? ", drained" : "");
    }
}

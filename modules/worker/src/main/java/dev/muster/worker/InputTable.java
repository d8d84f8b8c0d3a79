package dev.muster.worker;

import dev.muster.protocol.Inputs;
import dev.muster.protocol.Kept;
import dev.muster.protocol.Message;
import dev.muster.protocol.Message.Returned.Why;
import dev.muster.protocol.Payload;
import dev.muster.protocol.Peer;
import dev.muster.protocol.Span;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings tasks together with their inputs: what is here, what this worker is about to make (run-ahead), and what must be fetched.
 * Owned by the worker's loop.
 */
final class InputTable {
    private final Workshop shop;
    private final Attempts attempts;
    /** Inputs to be fetched when there is room, oldest first. */
    private final ArrayDeque<Wanted> wanted = new ArrayDeque<>();
    /** Dependants to be given back because an input will not come. A queue, since each may orphan others: chains are long. */
    private final ArrayDeque<WorkerTask> orphans = new ArrayDeque<>();

    private boolean orphaning;
    /** Bytes on their way. */
    private long flying;

    InputTable(Workshop shop, Attempts attempts) {
        this.shop = shop;
        this.attempts = attempts;
    }

    private record Wanted(SessionView session, Value value) {}

    // ---- a task arrives

    /** Looks for the inputs of a task that has come. True if it is ready at once; if not, it waits or was given back. */
    boolean resolve(WorkerTask task) {
        Inputs all = task.wanted();
        if (all.remotes() == null) {
            return true;
        }
        shop.note(task, 0, 1, State.RELEASED, State.WAITING, Cause.RUN);
        task.session.waiting++;
        task.inputs = all.values().clone();
        task.uses = new Value[all.count()];
        for (int i = 0; i < all.count(); i++) {
            Inputs.Remote remote = all.remote(i);
            if (remote != null && !resolve(task, i, remote)) {
                unobtainable(task, remote);
                return false;
            }
        }
        pump();
        readyIfComplete(task);
        return false;
    }

    /** Finds one input, or sees to it that it comes; false if it cannot. */
    private boolean resolve(WorkerTask task, int index, Inputs.Remote remote) {
        SessionView session = task.session;
        Value value = session.values.get(remote.task(), remote.attempt());
        if (value == null) {
            Object inline = session.outbox.find(remote.task(), remote.attempt());
            if (inline != Outbox.ABSENT) {
                fill(task, index, inline);
                return true;
            }
            value = expect(session, remote);
        }
        if (value == null) {
            return false;
        }
        addHolders(value, remote.holders());
        use(task, index, value);
        return true;
    }

    /** A new entry for an input that is not here; null if nobody will supply it. */
    private @Nullable Value expect(SessionView session, Inputs.Remote remote) {
        boolean madeHere = madeHere(session, remote.task(), remote.attempt());
        boolean elsewhere = remote.holders().stream().anyMatch(holder -> !holder.equals(shop.self.peer()));
        if (!madeHere && !elsewhere) {
            return null;
        }
        Value value = new Value(remote.task(), remote.attempt(), madeHere ? State.WAITING : State.FETCH);
        value.size = remote.size();
        session.values.add(value);
        if (!madeHere) {
            shop.note(session, value, State.RELEASED, State.FETCH, Cause.INPUT_WANTED);
            wanted.add(new Wanted(session, value));
        }
        return value;
    }

    /** Whether this attempt is queued, waiting or running here, so that its value will come or be known not to. */
    private boolean madeHere(SessionView session, long id, int attempt) {
        for (WorkerTask task : session.covered(Span.of(id, attempt))) {
            int position = (int) (id - task.first);
            if (task.missing > 0 || task.queued(position) || shop.threads.wanted(task, position)) {
                return true;
            }
        }
        return false;
    }

    /** Whoever is named as a holder and has not been asked can be asked. */
    private void addHolders(Value value, List<Peer> named) {
        if (value.here() || value.state == State.WAITING) {
            return;
        }
        for (Peer holder : named) {
            boolean known = holder.equals(shop.self.peer())
                    || value.holders.contains(holder)
                    || value.asked.contains(holder)
                    || value.lost.stream().anyMatch(lost -> lost.holder().equals(holder));
            if (!known) {
                value.holders.add(holder);
            }
        }
    }

    private static void use(WorkerTask task, int index, Value value) {
        if (task.uses != null) {
            task.uses[index] = value;
        }
        value.users++;
        if (value.here()) {
            fill(task, index, value.content);
            return;
        }
        value.dependants.add(task);
        task.missing++;
    }

    private static void fill(WorkerTask task, int index, @Nullable Object content) {
        if (task.inputs != null) {
            task.inputs[index] = content;
        }
    }

    /** The input is nowhere: the scheduler has to know, or, if it was to be made here, the task has to go elsewhere. */
    private void unobtainable(WorkerTask task, Inputs.Remote remote) {
        if (remote.runAhead()) {
            orphan(task);
            return;
        }
        missing(task, List.of(new Message.Missing.Lost(remote.task(), remote.attempt(), shop.self.peer())));
    }

    private void missing(WorkerTask task, List<Message.Missing.Lost> lost) {
        shop.out().send(task.session.client, new Message.Missing(task.first, task.attempt, List.copyOf(lost)));
        attempts.erred(task, State.WAITING, Cause.FETCH_FAILED);
    }

    private void readyIfComplete(WorkerTask task) {
        if (task.missing == 0) {
            task.session.waiting--;
            attempts.ready(task, State.WAITING, Cause.INPUTS_HERE);
        }
    }

    // ---- inputs come

    /** Sends for what is wanted as far as there is room; one at least is always on its way. */
    void pump() {
        while (!wanted.isEmpty()) {
            Wanted next = wanted.peekFirst();
            Value value = next.value;
            if (value.state == State.FETCH) {
                if (flying > 0 && flying + value.size > shop.limits.fetchBytes()) {
                    return;
                }
                send(next.session, value);
            }
            wanted.pollFirst();
        }
    }

    private void send(SessionView session, Value value) {
        shop.note(session, value, State.FETCH, State.FLIGHT, Cause.FETCH_SENT);
        session.values.turn(value, State.FLIGHT);
        flying += value.size;
        value.asked.addAll(value.holders);
        value.holders.clear();
        shop.out().fetch(session.client, value.task, value.attempt, value.size, List.copyOf(value.asked));
    }

    /** An input is here. */
    void fetched(WorkerEvent.Fetched event) {
        SessionView session = shop.session(event.session());
        Value value = session == null ? null : session.values.get(event.task(), event.attempt());
        if (session == null || value == null || value.state != State.FLIGHT) {
            // It may have been sent for twice, having been forgotten in between: then it is stored once, and in use.
            boolean stored = value != null && value.here() && value.content == Kept.AT_WORKER;
            if (event.value() == Kept.AT_WORKER && !stored) {
                shop.out().discard(event.session(), event.task(), event.attempt());
            }
            return;
        }
        flying -= value.size;
        value.size = event.size();
        value.content = event.value();
        value.asked.clear();
        shop.note(session, value, State.FLIGHT, State.MEMORY, Cause.FETCHED);
        session.values.turn(value, State.MEMORY);
        serve(value, event.value());
        settle(session, value);
        pump();
    }

    /** A value of the client's comes before those that take it. It is held here, not in the shell's store: it may be a live object. */
    void supplied(SessionView session, Message.Supply supply) {
        if (session.drained) {
            return; // it crossed the word that nothing is here; whatever takes it goes back
        }
        Value known = session.values.get(supply.task(), supply.attempt());
        if (known != null) {
            known.freed = false;
            return;
        }
        Value value = new Value(supply.task(), supply.attempt(), State.MEMORY);
        value.size = supply.value() instanceof Payload payload ? payload.size() : 0;
        value.content = supply.value();
        value.reported = true;
        session.values.add(value);
        shop.note(session, value, State.RELEASED, State.MEMORY, Cause.SUPPLIED);
    }

    /** Gives a value to all that wait for it. */
    private void serve(Value value, @Nullable Object content) {
        List<WorkerTask> dependants = new ArrayList<>(value.dependants);
        value.dependants.clear();
        for (WorkerTask task : dependants) {
            Value[] uses = task.uses;
            for (int i = 0; uses != null && i < uses.length; i++) {
                if (uses[i] == value) {
                    fill(task, i, content);
                }
            }
            task.missing--;
            readyIfComplete(task);
        }
    }

    /** A holder does not have it. */
    void fetchFailed(WorkerEvent.FetchFailed event) {
        SessionView session = shop.session(event.session());
        Value value = session == null ? null : session.values.get(event.task(), event.attempt());
        if (session == null || value == null || value.state != State.FLIGHT || !value.asked.remove(event.holder())) {
            return;
        }
        value.lost.add(new Message.Missing.Lost(value.task, value.attempt, event.holder()));
        if (!value.asked.isEmpty()) {
            return;
        }
        flying -= value.size;
        if (!value.holders.isEmpty() && value.users > 0) {
            shop.note(session, value, State.FLIGHT, State.FETCH, Cause.FETCH_FAILED);
            session.values.turn(value, State.FETCH);
            wanted.add(new Wanted(session, value));
        } else {
            nowhere(session, value);
        }
        pump();
    }

    private void nowhere(SessionView session, Value value) {
        List<WorkerTask> dependants = new ArrayList<>(value.dependants);
        forget(session, value, Cause.FETCH_FAILED);
        for (WorkerTask task : dependants) {
            if (task.missing > 0) {
                missing(task, value.lost);
            }
        }
    }

    // ---- this worker makes values

    /** A task that ran left its value in the shell's store. */
    void stored(WorkerTask task, int position, long size) {
        SessionView session = task.session;
        Value value = session.values.get(task.id(position), task.attempt);
        if (value == null) {
            value = new Value(task.id(position), task.attempt, State.MEMORY);
            value.size = size;
            session.values.add(value);
        } else {
            value.size = size;
            session.values.turn(value, State.MEMORY);
        }
        value.own = true;
        value.reported = true;
        value.content = Kept.AT_WORKER;
        serve(value, Kept.AT_WORKER);
    }

    /** Tasks that ran have their values in the report; hands them to whoever waits for them here. */
    void inline(WorkerTask task, int from, int to, @Nullable Object[] values, int offset) {
        SessionView session = task.session;
        for (int i = from; i < to && session.values.awaited() > 0; i++) {
            Value value = session.values.get(task.id(i), task.attempt);
            if (value != null && value.state == State.WAITING) {
                session.values.remove(value);
                value.state = State.FORGOTTEN;
                serve(value, values[offset + i - from]);
            }
        }
    }

    /** No value will come of these tasks: whoever waits for one here goes back to the scheduler. */
    void gone(WorkerTask task, int from, int to) {
        SessionView session = task.session;
        for (int i = from; i < to && session.values.awaited() > 0; i++) {
            Value value = session.values.get(task.id(i), task.attempt);
            if (value != null && value.state == State.WAITING) {
                for (WorkerTask dependant : new ArrayList<>(value.dependants)) {
                    orphan(dependant);
                }
            }
        }
    }

    private void orphan(WorkerTask task) {
        orphans.add(task);
        if (orphaning) {
            return;
        }
        orphaning = true;
        for (WorkerTask next = orphans.pollFirst(); next != null; next = orphans.pollFirst()) {
            if (next.remaining > 0) {
                next.session.giveBack(Why.BUSY, next.first, 1, next.attempt);
                attempts.dropped(next, 0, 1, State.WAITING, Cause.INPUT_GONE);
            }
        }
        orphaning = false;
    }

    // ---- values go

    /** The attempt has ended, or is here no more: it uses its inputs no longer. */
    void release(WorkerTask task) {
        Value[] uses = task.uses;
        if (uses == null) {
            return;
        }
        task.uses = null;
        for (Value value : uses) {
            if (value != null) {
                value.users--;
                value.dependants.remove(task);
                settle(task.session, value);
            }
        }
    }

    /** Forgets the value if nothing here uses it and nobody else knows of it or wants it. */
    private void settle(SessionView session, Value value) {
        if (value.users > 0) {
            return;
        }
        if (value.state == State.WAITING) {
            session.values.remove(value);
            value.state = State.FORGOTTEN;
        } else if (value.state == State.FETCH) {
            forget(session, value, Cause.UNWANTED);
        } else if (value.here() && value.freed) {
            forget(session, value, Cause.FREED);
        } else if (value.here() && !value.reported) {
            forget(session, value, Cause.UNWANTED);
        }
    }

    /** The scheduler frees the value; what runs here may still use it. */
    void free(SessionView session, Value value) {
        value.freed = true;
        settle(session, value);
    }

    /** Forgets the value, whoever uses it. */
    void forget(SessionView session, Value value, Cause cause) {
        shop.note(session, value, value.state, State.FORGOTTEN, cause);
        session.values.remove(value);
        if (value.here() && value.content == Kept.AT_WORKER) {
            shop.out().discard(session.client, value.task, value.attempt);
        }
        value.state = State.FORGOTTEN;
    }

    /** Ids of inputs that were fetched for this task and that the scheduler has not heard of; it hears of them now. */
    long[] fetchedFor(WorkerTask task) {
        Value[] uses = task.uses;
        if (uses == null) {
            return Attempts.NONE;
        }
        long[] ids = new long[uses.length];
        int count = 0;
        for (Value value : uses) {
            if (value != null && value.here() && !value.reported) {
                value.reported = true;
                ids[count++] = value.task;
            }
        }
        return count == 0 ? Attempts.NONE : java.util.Arrays.copyOf(ids, count);
    }

    /** Everything on its way for this session is forgotten; what was sent for is discarded when it comes. */
    void abandon(SessionView session, Cause cause) {
        for (Value value : session.values.all()) {
            if (value.state == State.FLIGHT) {
                flying -= value.size;
            }
            if (value.state == State.WAITING) {
                session.values.remove(value);
                value.state = State.FORGOTTEN;
            } else if (!value.here()) {
                forget(session, value, cause);
            }
        }
    }

    long flying() {
        return flying;
    }
}

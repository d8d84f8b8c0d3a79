package dev.muster.worker;

import dev.muster.protocol.Failure;
import dev.muster.protocol.Message;

/** The ways in which attempts begin and end here, whoever ends them. Owned by the worker's loop. */
final class Attempts {
    static final long[] NONE = new long[0];

    private final Workshop shop;
    private final InputTable inputs;

    Attempts(Workshop shop) {
        this.shop = shop;
        inputs = new InputTable(shop, this);
    }

    InputTable inputs() {
        return inputs;
    }

    /** An assignment has come. */
    void accept(SessionView session, dev.muster.protocol.Assignment assignment) {
        int kind = assignment.spec().kind();
        WorkerTask task = new WorkerTask(session, assignment, session.kind(kind), shop.threads.count);
        if (!task.isRange() && session.single(task.first, task.attempt) != null) {
            throw shop.illegal(task, 0, "Task " + task.name(0) + " was given to this worker twice");
        }
        session.add(task);
        String impossible = shop.impossible(task);
        if (impossible != null) {
            refuse(task, impossible);
        } else if (inputs.resolve(task)) {
            ready(task, State.RELEASED, Cause.RUN);
        }
    }

    private void refuse(WorkerTask task, String why) {
        for (int position = 0; position < task.count; position++) {
            Failure failure = Failure.of(
                    Failure.Kind.IMPOSSIBLE,
                    "Task " + task.name(position) + " ("
                            + task.assignment.spec().name() + ") " + why + " (" + shop.self.name()
                            + "); ask for less, or add a worker that has it");
            failed(task, position, failure, 0, State.RELEASED, Cause.IMPOSSIBLE);
        }
    }

    /** All of the assignment's tasks have what they need but a thread. */
    void ready(WorkerTask task, State before, Cause cause) {
        shop.note(task, 0, task.count, before, State.READY, cause);
        queue(task, 0, task.count);
    }

    /** Puts tasks in the queue. */
    void queue(WorkerTask task, int from, int to) {
        task.queuedAt = shop.now;
        task.session.queue(task).add(new Piece(task, from, to));
    }

    /** An attempt ended without a value, and the scheduler is told. */
    void failed(WorkerTask task, int position, Failure failure, long nanos, State before, Cause cause) {
        shop.note(task, position, 1, before, State.ERRED, cause);
        if (!task.session.silent()) {
            long[] fetched = inputs.fetchedFor(task);
            shop.out()
                    .send(
                            task.session.client,
                            new Message.Failed(task.id(position), task.attempt, failure, nanos, fetched));
        }
        over(task, position, position + 1, before);
    }

    /** An attempt that waited ended without a value, and the scheduler was told how. */
    void erred(WorkerTask task, State before, Cause cause) {
        shop.note(task, 0, 1, before, State.ERRED, cause);
        over(task, 0, 1, before);
    }

    /** Attempts end and nobody is told, or is told otherwise. */
    void dropped(WorkerTask task, int from, int to, State before, Cause cause) {
        shop.note(task, from, to - from, before, State.FORGOTTEN, cause);
        over(task, from, to, before);
    }

    /** No value will come of these. */
    private void over(WorkerTask task, int from, int to, State before) {
        if (before == State.WAITING) {
            task.session.waiting--;
            task.missing = 0;
        }
        ended(task, to - from);
        inputs.gone(task, from, to);
    }

    /** So many of the assignment's attempts are here no more. */
    void ended(WorkerTask task, int count) {
        task.remaining -= count;
        task.session.outstanding -= count;
        if (task.remaining == 0) {
            task.session.remove(task);
            inputs.release(task);
        }
    }

    Failure cancelled(WorkerTask task, int position, String how) {
        return Failure.of(
                Failure.Kind.CANCELLED,
                "Task " + task.name(position) + " was cancelled " + how + " " + shop.self.name());
    }
}

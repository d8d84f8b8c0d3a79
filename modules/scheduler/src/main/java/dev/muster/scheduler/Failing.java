package dev.muster.scheduler;

import dev.muster.protocol.Failure;
import dev.muster.protocol.TaskSpec;
import java.util.List;

/** Tasks that end without a value, and what that means for those that need them. Owned by the scheduler's loop. */
final class Failing {
    private static final String OF_INPUT = "Its input ";

    private final Ledger ledger;
    private final TaskTable tasks;
    private final IntStack failed = new IntStack();
    private boolean spreading;

    Failing(Ledger ledger) {
        this.ledger = ledger;
        tasks = ledger.tasks;
    }

    // ---- for good

    /**
     * The task has failed for good, and with it all that wait for it. A task that a worker has must have been taken off its account
     * before.
     */
    void fail(int slot, Failure failure, Cause cause) {
        end(slot, failure, cause);
        if (spreading) {
            return;
        }
        spreading = true;
        while (!failed.isEmpty()) {
            spread(failed.pop());
        }
        spreading = false;
    }

    /** An input of the task has failed, so it cannot run. */
    void inputFailed(int slot, int input) {
        fail(slot, ofInput(input), Cause.INPUT_FAILED);
    }

    private void end(int slot, Failure failure, Cause cause) {
        tasks.clear(slot, TaskTable.DELAYED);
        ledger.move(slot, State.ERRED, cause);
        tasks.value(slot, failure);
        tasks.clear(slot, (byte) (TaskTable.ORPHAN | TaskTable.VALUE_LOST | TaskTable.EXCLUSIVE));
        ledger.troubleOver(slot);
        ledger.nesting.stopChildren(slot);
        ledger.observe(SchedulerOutput.Observation.FAILED, slot, failure);
        ledger.settle(slot);
        failed.push(slot);
    }

    private void spread(int slot) {
        if (!tasks.used(slot) || tasks.state(slot) != State.ERRED) {
            return; // let go meanwhile: nobody waited for it
        }
        if (tasks.submission(slot) instanceof Submission.Gate gate && tasks.value(slot) instanceof Failure failure) {
            ledger.readiness.neverOpen(gate.map, failure);
        }
        if (tasks.hasWaiters(slot)) {
            int only = tasks.onlyWaiter(slot);
            int[] many = tasks.manyWaiters(slot);
            tasks.clearWaiters(slot);
            Failure failure = ofInput(slot);
            if (only >= 0) {
                failWaiter(only, failure);
            } else if (many != null) {
                for (int at = 1; at <= many[0]; at++) {
                    failWaiter(many[at], failure);
                }
            }
        }
        ledger.release.check(slot);
    }

    private void failWaiter(int waiter, Failure failure) {
        State state = tasks.state(waiter);
        if (state == State.PROCESSING) {
            // It was given out ahead of this input. Where that failed at their worker it is on its way back already;
            // but if it was
            // stopped from here it may have ended well there meanwhile, and this one be running.
            ledger.stopping.stop(waiter, true);
            tasks.unlinked(waiter);
            fail(waiter, failure, Cause.INPUT_FAILED);
            return;
        }
        tasks.unlinked(waiter);
        if (state == State.WAITING) {
            fail(waiter, failure, Cause.INPUT_FAILED);
        }
    }

    /** What a task fails with because of its input; all that follow from one failure share one. */
    private Failure ofInput(int input) {
        if (!(tasks.value(input) instanceof Failure failure)) {
            throw new IllegalStateException(ledger.describe(input) + " has not failed");
        }
        if (failure.message().startsWith(OF_INPUT)) {
            return failure;
        }
        String how = failure.kind() == Failure.Kind.CANCELLED ? " was cancelled: " : " failed: ";
        return new Failure(
                failure.kind(),
                OF_INPUT + ledger.describe(input) + how + failure.message(),
                failure.error(),
                failure.types());
    }

    // ---- perhaps not for good

    /** An attempt ended with a failure; it has been taken off its worker's account. */
    void attemptFailed(int slot, Failure failure) {
        TaskSpec spec = ledger.spec(slot);
        if (retries(spec, slot, failure)) {
            Trouble trouble = ledger.trouble(slot);
            trouble.failures++;
            ledger.giving.takeBack(slot, Cause.RETRIED, tasks.attempt(slot) + 1);
            ledger.observe(SchedulerOutput.Observation.RETRIED, slot, failure);
            if (ledger.nesting.goesOn(slot)) {
                delay(slot, spec.retry(), trouble.failures);
            }
        } else {
            fail(slot, failure, Cause.FAILED);
        }
    }

    private boolean retries(TaskSpec spec, int slot, Failure failure) {
        TaskSpec.Retry retry = spec.retry();
        Trouble trouble = ledger.troubleOrNull(slot);
        int before = trouble == null ? 0 : trouble.failures;
        if (before >= retry.times() || spec.atMostOnce()) {
            return false;
        }
        List<String> on = retry.on();
        return switch (failure.kind()) {
            case USER -> on.isEmpty() || failure.types().stream().anyMatch(on::contains);
            case TIMEOUT ->
                on.isEmpty()
                        || on.contains("java.util.concurrent.TimeoutException")
                        || on.contains("dev.muster.error.TaskTimeoutException");
            default -> false;
        };
    }

    private void delay(int slot, TaskSpec.Retry retry, int failures) {
        long wait = retry.firstDelayNanos();
        for (int doubled = 1; doubled < failures && wait < retry.longestDelayNanos(); doubled++) {
            wait *= 2;
        }
        if (retry.longestDelayNanos() > 0) {
            wait = Math.min(wait, retry.longestDelayNanos());
        }
        if (wait == 0) {
            ledger.readiness.resume(slot);
            return;
        }
        tasks.set(slot, TaskTable.DELAYED);
        ledger.timers.add(ledger.now + wait, Timers.Purpose.RETRY, tasks.id(slot), tasks.attempt(slot));
    }

    /** A wait before a retry is over. */
    void delayOver(long task, int attempt) {
        int slot = tasks.find(task);
        if (slot >= 0 && tasks.is(slot, TaskTable.DELAYED) && tasks.attempt(slot) == attempt) {
            tasks.clear(slot, TaskTable.DELAYED);
            ledger.readiness.resume(slot);
        }
    }

    // ---- again

    /** The client wants failed tasks to run again, and with them the inputs that failed. */
    void retryRequested(SchedulerEvent.RetryRequested event) {
        long first = event.handle().firstTask();
        IntStack erred = new IntStack();
        for (int position = event.from(); position < event.to(); position++) {
            int slot = tasks.find(first + position);
            if (slot >= 0 && mayRetry(slot)) {
                erred.push(slot);
            }
        }
        IntStack again = new IntStack();
        while (!erred.isEmpty()) {
            int slot = erred.pop();
            if (tasks.state(slot) != State.ERRED) {
                continue;
            }
            reopen(slot);
            again.push(slot);
            int[] links = tasks.inputs(slot);
            for (int at = 0; links != null && at < links.length; at++) {
                if (mayRetry(links[at])) {
                    erred.push(links[at]);
                }
            }
        }
        while (!again.isEmpty()) {
            int slot = again.pop();
            if (tasks.used(slot) && tasks.state(slot) == State.WAITING) {
                ledger.readiness.resume(slot);
            }
        }
    }

    /** Not where there is nothing to run it with, nor what may run once only. */
    private boolean mayRetry(int slot) {
        Submission submission = tasks.submission(slot);
        int position = slot - submission.slot();
        boolean rowless = submission instanceof MapTasks map && map.cutShort && position >= map.arrived();
        return tasks.state(slot) == State.ERRED
                && !submission.broken
                && !rowless
                && !submission.spec(position).atMostOnce();
    }

    private void reopen(int slot) {
        int[] links = tasks.inputs(slot);
        for (int at = 0; links != null && at < links.length && tasks.missing(slot) > 0; at++) {
            tasks.unlink(links[at], slot);
        }
        tasks.value(slot, null);
        tasks.attempt(slot, tasks.attempt(slot) + 1);
        tasks.worker(slot, 0);
        ledger.move(slot, State.WAITING, Cause.RETRY_REQUESTED);
        ledger.stopping.deadlineAnew(slot);
        if (!tasks.is(slot, TaskTable.HELD) && tasks.users(slot) == 0) {
            tasks.set(slot, TaskTable.ORPHAN);
        }
        ledger.reopen(slot);
    }
}

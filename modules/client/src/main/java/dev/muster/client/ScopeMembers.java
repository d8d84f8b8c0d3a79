package dev.muster.client;

import java.util.ArrayList;
import java.util.List;

/** What was submitted through a scope. Thread-safe. */
final class ScopeMembers {

    /** Beyond this many, what has been let go of already is dropped now and then. */
    private static final int MANY = 1_024;

    private final List<Object> members = new ArrayList<>();
    private int tidyAt = MANY;
    private boolean closed;

    synchronized void requireOpen() {
        if (closed) {
            throw new IllegalStateException("This scope is closed: open another one with scope()");
        }
    }

    /** Notes a future, futures, or a scope within this one; one that comes too late is let go of at once. */
    void add(Object member) {
        synchronized (this) {
            if (!closed) {
                members.add(member);
                if (members.size() >= tidyAt) {
                    members.removeIf(ScopeMembers::gone);
                    tidyAt = Math.max(MANY, members.size() * 2);
                }
                return;
            }
        }
        release(member);
    }

    private static boolean gone(Object member) {
        return (member instanceof TaskFuture<?> future && future.status() == Status.LOST)
                || (member instanceof ScopeMembers scope && scope.closed());
    }

    private synchronized boolean closed() {
        return closed;
    }

    void close() {
        List<Object> all;
        synchronized (this) {
            closed = true;
            all = new ArrayList<>(members);
            members.clear();
        }
        all.forEach(ScopeMembers::release);
    }

    private static void release(Object member) {
        if (member instanceof ScopeMembers scope) {
            scope.close();
        } else if (member instanceof TaskFutures<?> futures) {
            futures.release();
        } else if (member instanceof TaskFuture<?> future) {
            future.release();
        }
    }
}

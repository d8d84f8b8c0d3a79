package dev.muster.worker;

import dev.muster.protocol.Message;
import java.util.List;

/**
 * What each session may have here. Owned by the worker's loop.
 *
 * <p>A session that is alone has everything. Of several, the busy ones share the slots and the time-sized queue; each has one slot
 * more than its share, so that a task of each stands in the queue whenever a slot becomes free and thread time can be shared fairly
 * however unequal the tasks are. An idle one keeps one slot, so that its first task costs no extra trip. Grants are absolute; a
 * session that could have more is told at once, one that must have less within 50 ms.
 */
final class Grants {
    /** A session is told no more often, unless it starves. */
    static final long PACE = 50_000_000L;

    private final Workshop shop;

    Grants(Workshop shop) {
        this.shop = shop;
    }

    /** Tells the sessions whose grant has changed. */
    void update() {
        List<SessionView> sessions = shop.sessions();
        int busy = countBusy(sessions);
        int place = 0;
        for (int i = 0; i < sessions.size(); i++) {
            SessionView session = sessions.get(i);
            if (!session.away) {
                boolean counts = counts(session);
                if (counts && !session.wasBusy && sessions.size() > 1) {
                    shop.wakeAt(session.busyAt + PACE);
                }
                update(session, sessions.size(), busy, counts ? place : -1);
                place += counts ? 1 : 0;
            }
        }
    }

    private int countBusy(List<SessionView> sessions) {
        int busy = 0;
        for (int i = 0; i < sessions.size(); i++) {
            SessionView session = sessions.get(i);
            boolean now = session.busy() && !session.away;
            if (now) {
                if (!session.wasBusy) {
                    session.turn.catchUp(shop.leastPass(), shop.now);
                }
                session.busyAt = shop.now;
            }
            session.wasBusy = now;
            busy += counts(session) ? 1 : 0;
        }
        return busy;
    }

    /** Whether it counts as busy: sessions that come and go would otherwise have the others' grants changed all the time. */
    private boolean counts(SessionView session) {
        return !session.away && (session.wasBusy || session.granted != null && shop.now - session.busyAt < PACE);
    }

    private void update(SessionView session, int sessions, int busy, int place) {
        Message.Grant grant = session.granted;
        int slots = slots(session, sessions, busy, place);
        int sharers = sessions == 1 ? 1 : place < 0 ? 0 : busy;
        long nanos = slots == 0 || sharers == 0 ? 0 : shop.limits.queueNanos() * shop.threads.count / sharers;
        long bytes = nanos == 0 ? 0 : queueBytes() / sharers;
        if (grant != null && grant.slots() == slots && grant.queueNanos() == nanos && grant.queueBytes() == bytes) {
            return;
        }
        boolean more = grant == null || slots > grant.slots() || nanos > grant.queueNanos();
        // Who may have nothing hears it at once: whatever comes meanwhile goes back, and would come again.
        boolean none = slots == 0;
        if (!none && !(more && (grant == null || session.wasBusy)) && shop.now - session.grantedAt < PACE) {
            shop.wakeAt(session.grantedAt + PACE);
            return;
        }
        session.granted = new Message.Grant(slots, nanos, bytes);
        session.grantedAt = shop.now;
        shop.out().send(session.client, session.granted);
    }

    private int slots(SessionView session, int sessions, int busy, int place) {
        if (shop.draining || shop.refusing || session.paused) {
            return 0;
        }
        int threads = shop.threads.count;
        if (sessions == 1) {
            return threads;
        }
        if (place < 0) {
            return 1;
        }
        if (busy == 1) {
            return threads;
        }
        int share = threads / busy + (place < threads % busy ? 1 : 0);
        return Math.max(1, share) + 1;
    }

    private long queueBytes() {
        long memory = shop.self.memory();
        return memory == 0 ? Long.MAX_VALUE : memory / 16;
    }
}

package dev.muster.worker;

import dev.muster.protocol.Message;
import java.util.List;

/**
 * Leaving in good order: what is queued goes back, what runs ends, the schedulers move what only this worker holds; then it leaves.
 * Owned by the worker's loop.
 */
final class Drain {
    private final Workshop shop;
    private boolean left;

    Drain(Workshop shop) {
        this.shop = shop;
    }

    /** The worker is to leave. */
    void begin(String reason) {
        if (shop.draining) {
            return;
        }
        shop.draining = true;
        shop.out().log(shop.self.name() + " leaves: " + reason);
        for (SessionView session : shop.sessions()) {
            announce(session);
        }
    }

    /** Tells a session that the worker leaves. */
    void announce(SessionView session) {
        if (!session.draining && !session.away) {
            session.draining = true;
            shop.out().send(session.client, new Message.Draining());
        }
    }

    /** Tells sessions that are through, and leaves when all are. */
    void proceed() {
        if (!shop.draining || left) {
            return;
        }
        boolean all = shop.threads.free() == shop.threads.count && shop.threads.blocked() == 0;
        List<SessionView> sessions = shop.sessions();
        for (int i = 0; i < sessions.size(); i++) {
            SessionView session = sessions.get(i);
            if (!session.drained && empty(session)) {
                session.drained = true;
                shop.out().send(session.client, new Message.Drained());
            }
            all &= session.drained;
        }
        if (all) {
            left = true;
            shop.out().leave();
        }
    }

    private static boolean empty(SessionView session) {
        return !session.away && session.outstanding == 0 && session.values.size() == 0 && session.outbox.isEmpty();
    }
}

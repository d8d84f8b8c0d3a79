package dev.muster.worker;

import dev.muster.protocol.Completion;
import dev.muster.protocol.Message;
import dev.muster.protocol.Peer;
import dev.muster.protocol.PeerInfo;
import dev.muster.protocol.Span;
import java.util.ArrayList;
import java.util.List;

/** Sessions begin and end, and this worker joins again. Owned by the worker's loop. */
final class Sessions {
    private final Workshop shop;
    private final Attempts attempts;
    private final Stopping stopping;
    private final Drain drain;

    Sessions(Workshop shop, Attempts attempts, Stopping stopping, Drain drain) {
        this.shop = shop;
        this.attempts = attempts;
        this.stopping = stopping;
        this.drain = drain;
    }

    /** A client is there: a new one, or one that knew this worker by an earlier epoch. */
    void opened(Peer client) {
        SessionView session = shop.session(client);
        if (session == null) {
            session = new SessionView(client);
            shop.open(session);
        } else if (session.away) {
            session.away = false;
            offer(session);
        }
        if (shop.draining) {
            drain.announce(session);
        }
    }

    private void offer(SessionView session) {
        List<Span> held = new ArrayList<>();
        for (Value value : session.values.all()) {
            if (!value.here() || !value.reported) {
                continue;
            }
            Span last = held.isEmpty() ? null : held.get(held.size() - 1);
            if (last != null && last.attempt() == value.attempt && last.first() + last.count() == value.task) {
                held.set(held.size() - 1, new Span(last.first(), last.count() + 1, value.attempt));
            } else {
                held.add(Span.of(value.task, value.attempt));
            }
        }
        shop.out()
                .send(
                        session.client,
                        new Message.Inventory(session.formerEpoch, List.copyOf(held), session.formerSequence));
    }

    /** A client is gone for good. */
    void lost(Peer client) {
        SessionView session = shop.session(client);
        if (session == null) {
            return;
        }
        stopping.abandon(session, Cause.SESSION_LOST);
        session.lost = true;
        attempts.inputs().abandon(session, Cause.SESSION_LOST);
        for (Value value : session.values.all()) {
            attempts.inputs().forget(session, value, Cause.SESSION_LOST);
        }
        session.outbox.clear();
        session.returned().clear();
        shop.close(session);
    }

    /** This worker has a new epoch: its attempts are void, its stored results are offered. */
    void rejoined(PeerInfo self) {
        int formerEpoch = shop.self.peer().epoch();
        shop.self = self;
        for (SessionView session : shop.sessions()) {
            if (!session.away) {
                session.formerEpoch = formerEpoch;
                session.formerSequence = session.outbox.sequence();
            }
            session.away = true;
            stopping.abandon(session, Cause.REJOINED);
            attempts.inputs().abandon(session, Cause.REJOINED);
            session.outbox.clear();
            session.returned().clear();
            session.granted = null;
            session.recall = 0;
            session.recallCuts = false;
            session.wanted = 0;
            session.draining = false;
            session.writable = true;
            session.stopped = false;
        }
    }

    /** The scheduler needs nothing of this session any more. */
    void drained(SessionView session) {
        stopping.abandon(session, Cause.SESSION_LOST);
        attempts.inputs().abandon(session, Cause.SESSION_LOST);
        for (Value value : session.values.all()) {
            attempts.inputs().forget(session, value, Cause.SESSION_LOST);
        }
        session.outbox.clear();
        session.drained = true;
    }

    /** The scheduler has applied the Finished messages up to this number. */
    void acknowledged(SessionView session, long sequence) {
        Message.Finished finished = session.outbox.acknowledged(sequence);
        while (finished != null) {
            for (Completion completion : finished.completions()) {
                acknowledged(session, completion);
            }
            finished = session.outbox.acknowledged(sequence);
        }
    }

    /** The value of an inline completion is the client's now. */
    private void acknowledged(SessionView session, Completion completion) {
        if (!Outbox.empty(completion)) {
            shop.story.note(
                    shop.now,
                    session.client,
                    completion.first(),
                    completion.count(),
                    completion.attempt(),
                    State.MEMORY,
                    State.FORGOTTEN,
                    Cause.ACKNOWLEDGED);
        }
    }
}

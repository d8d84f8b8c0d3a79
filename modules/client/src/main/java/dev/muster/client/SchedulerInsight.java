package dev.muster.client;

import dev.muster.node.Session;
import dev.muster.protocol.Peer;
import dev.muster.scheduler.Figures;
import dev.muster.scheduler.SchedulerState;
import dev.muster.scheduler.TaskRef;
import java.util.List;

/** Asks the scheduler's machine, under its loop. Thread-safe. */
final class SchedulerInsight implements Insight {

    private final Session session;

    SchedulerInsight(Session session) {
        this.session = session;
    }

    @Override
    public String explain(TaskRef task) {
        return session.ask(state -> state.explain(session.now(), task.task()));
    }

    @Override
    public String key(long task) {
        return session.ask(state -> state.describe(task));
    }

    @Override
    public List<Peer> holders(TaskRef task) {
        return session.ask(state -> state.holders(task.task()));
    }

    @Override
    public Figures figures() {
        return session.ask(SchedulerState::figures);
    }

    @Override
    public void observe(boolean on) {
        session.ask(state -> {
            state.observe(on);
            return on;
        });
    }
}

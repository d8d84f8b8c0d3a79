package dev.muster.worker;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to do about memory: spill, pause, replace. Owned by the worker's loop.
 *
 * <p>Spilling takes the session furthest above an equal share. A pause binds the sessions above their share first, and all if that
 * does not help by the next figures. Figures change only with a collection, so a paused worker with nothing running asks for one each
 * minute, then spills everything, then is replaced.
 */
final class Memory {
    /** A paused worker is given so long at each step. */
    static final long MINUTE = 60_000_000_000L;
    /** A pause ends only when so much of the limit more is free, or it would come and go with each collection. */
    private static final double SLACK = 0.05;

    private final Workshop shop;
    private boolean paused;
    private boolean replacing;
    private boolean diskFull;
    /** Since when nothing has run during this pause. */
    private long stillSince;

    private boolean still;
    /** What was tried in this stillness. */
    private int tried;

    Memory(Workshop shop) {
        this.shop = shop;
    }

    void measured(WorkerEvent.MemoryMeasured event) {
        long limit = event.limitBytes();
        if (limit <= 0) {
            resume();
            return;
        }
        spill(event.storedBytes() - (long) (limit * shop.limits.spillAt()), limit, event.diskWorks());
        pause(event.liveBytes(), limit);
        replace(event.liveBytes(), limit);
    }

    // ---- spill

    private void spill(long excess, long limit, boolean diskWorks) {
        if (!diskWorks && !diskFull) {
            shop.out().log(shop.self.name() + " cannot spill: its disk takes no more; values stay in memory");
        }
        diskFull = !diskWorks;
        long left = diskWorks ? excess : 0;
        for (int i = 0; left > 0 && i < 2 * shop.sessions().size(); i++) {
            SessionView session = fattest();
            if (session == null) {
                return;
            }
            long heap = heap(session);
            long above = heap - limit / active();
            long bytes = Math.min(left, above > 0 ? above : heap);
            session.spilled += bytes;
            left -= bytes;
            shop.out().spill(session.client, bytes);
        }
    }

    /** Bytes of the session's values that are not known to be on disk. */
    private static long heap(SessionView session) {
        session.spilled = Math.min(session.spilled, session.values.bytes());
        return session.values.bytes() - session.spilled;
    }

    private @Nullable SessionView fattest() {
        SessionView fattest = null;
        for (SessionView session : shop.sessions()) {
            if (heap(session) > (fattest == null ? 0 : heap(fattest))) {
                fattest = session;
            }
        }
        return fattest;
    }

    /** How many sessions have values here; at least 1. */
    private int active() {
        int active = 0;
        for (SessionView session : shop.sessions()) {
            active += session.values.bytes() > 0 ? 1 : 0;
        }
        return Math.max(1, active);
    }

    // ---- pause

    private void pause(long live, long limit) {
        if (live > limit * shop.limits.pauseAt()) {
            pauseSessions(paused ? 0 : limit / active());
            if (!paused) {
                shop.out()
                        .log(shop.self.name() + " starts no new tasks: " + live + " of " + limit
                                + " bytes are live (muster.worker.pause-at=" + shop.limits.pauseAt() + ")");
            }
            paused = true;
        } else if (live < limit * (shop.limits.pauseAt() - SLACK)) {
            resume();
        }
    }

    /** Pauses those above the share, or all if none is. */
    private void pauseSessions(long share) {
        List<SessionView> sessions = shop.sessions();
        boolean any = false;
        for (SessionView session : sessions) {
            session.paused |= session.values.bytes() > share;
            any |= session.paused;
        }
        for (SessionView session : sessions) {
            session.paused |= !any || share == 0;
        }
    }

    private void resume() {
        paused = false;
        still = false;
        for (SessionView session : shop.sessions()) {
            session.paused = false;
        }
    }

    /** A session that opens during a pause is not above its share; it is bound with the next figures. */
    boolean paused() {
        return paused;
    }

    private void replace(long live, long limit) {
        boolean over = live > limit * shop.limits.replaceAt();
        if (over && !replacing) {
            String reason = shop.self.name() + " is replaced: " + live + " of " + limit
                    + " bytes are live (muster.worker.replace-at=" + shop.limits.replaceAt() + ")";
            shop.out().replace(reason);
        }
        replacing = over;
    }

    /** Looks after a pause in which nothing runs. */
    void watch() {
        boolean nothingRuns = shop.threads.free() == shop.threads.count && shop.threads.blocked() == 0;
        if (!paused || !nothingRuns) {
            still = false;
            return;
        }
        if (!still) {
            still = true;
            stillSince = shop.now;
            tried = 0;
        }
        if (shop.now - stillSince >= MINUTE) {
            stillSince += MINUTE;
            step(tried++);
        }
        if (tried < 3) {
            shop.wakeAt(stillSince + MINUTE);
        }
    }

    private void step(int step) {
        if (step == 0) {
            shop.out().collect();
        } else if (step == 1) {
            for (SessionView session : shop.sessions()) {
                long bytes = heap(session);
                if (bytes > 0 && !diskFull) {
                    session.spilled += bytes;
                    shop.out().spill(session.client, bytes);
                }
            }
            shop.out().collect();
        } else if (step == 2) {
            shop.out().replace(shop.self.name() + " has been paused for memory for three minutes with nothing running");
        }
    }
}

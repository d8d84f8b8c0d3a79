package dev.muster.loop;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;

/**
 * Lines that were said under the role, written outside it. Thread-safe; never blocks. Bounded: what does not fit is counted, and the
 * count is a line too.
 */
final class LogRing {
    private static final int CAPACITY = 4096;

    private final Logger log;
    private final Executor outside;
    private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicBoolean scheduled = new AtomicBoolean();

    LogRing(Logger log, Executor outside) {
        this.log = log;
        this.outside = outside;
    }

    /** Adds a line. */
    void add(String line) {
        if (size.getAndIncrement() >= CAPACITY) {
            size.decrementAndGet();
            lost.incrementAndGet();
        } else {
            lines.add(line);
        }
        if (scheduled.compareAndSet(false, true)) {
            outside.execute(this::write);
        }
    }

    private void write() {
        scheduled.set(false); // before reading: a line added from now on schedules again
        for (String line = lines.poll(); line != null; line = lines.poll()) {
            size.decrementAndGet();
            log.info(line);
        }
        long missing = lost.getAndSet(0);
        if (missing > 0) {
            log.warn("{} lines of the loop were lost, since more than {} waited to be written", missing, CAPACITY);
        }
    }
}

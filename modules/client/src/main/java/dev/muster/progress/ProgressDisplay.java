package dev.muster.progress;

import dev.muster.config.ProgressSettings;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A display of progress on standard error, until it is closed or its source is over. Thread-safe.
 *
 * <p>Of several displays the first draws bars; the others wait for its end, and leave their last lines all the same.
 *
 * <p>A daemon thread of its own asks the source and writes. If asking takes long, it asks less often: at most a twentieth of
 * its time goes into looking.
 */
public final class ProgressDisplay implements AutoCloseable {

    /** Who draws bars at the moment: two blocks redrawn in one place would overwrite each other. */
    private static final AtomicReference<@Nullable ProgressDisplay> DRAWING = new AtomicReference<>();

    private static final Logger LOG = LoggerFactory.getLogger(ProgressDisplay.class);

    private static final int SHARE_OF_TIME = 20;
    /** How long closing waits for the last line: a terminal that is stopped must not stop the program. */
    private static final long PATIENCE_MILLIS = 2_000;

    private final ProgressSource source;
    private final Terminal terminal;
    private final Painter painter;
    private final boolean bars;
    private final long intervalNanos;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private List<KindProgress> latest = List.of();

    private ProgressDisplay(ProgressSource source, Terminal terminal, boolean bars, long intervalNanos) {
        this.source = source;
        this.terminal = terminal;
        this.bars = bars;
        this.painter = bars ? new BarPainter(terminal.look()) : new LinePainter();
        this.intervalNanos = intervalNanos;
        this.thread = new Thread(this::run, "muster-progress");
        this.thread.setDaemon(true);
    }

    /**
     * Shows progress on standard error: bars on a terminal, plain lines elsewhere, nothing if the settings say so.
     *
     * @param source asked by the display's thread
     * @param settings whether, and how often
     * @return the display; closing it leaves a last line
     */
    public static ProgressDisplay start(ProgressSource source, ProgressSettings settings) {
        return start(source, settings, Terminal.ofStandardError());
    }

    static ProgressDisplay start(ProgressSource source, ProgressSettings settings, Terminal terminal) {
        Boolean enabled = settings.enabled();
        boolean bars = enabled == null ? terminal.interactive() : enabled;
        long interval = Math.max(1, settings.interval().toNanos());
        ProgressDisplay display = new ProgressDisplay(source, terminal, bars, interval);
        if (enabled == null || enabled) {
            display.thread.start();
        }
        return display;
    }

    private void run() {
        try {
            boolean more = true;
            while (more) {
                more = !source.over();
                long before = System.nanoTime();
                latest = source.kinds();
                long now = System.nanoTime();
                if (more) {
                    String text = painter.next(now, latest);
                    if (mayDraw()) {
                        write(text);
                    }
                    more = !closing.await(pause(now - before), TimeUnit.NANOSECONDS);
                }
            }
            if (closing.getCount() == 0) {
                latest = source.kinds();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException gone) {
            // The source ended while it was asked: what it said last is shown as the end.
            LOG.debug("Progress ends because its source does", gone);
        } finally {
            write(painter.last(System.nanoTime(), latest));
            DRAWING.compareAndSet(this, null);
        }
    }

    private boolean mayDraw() {
        return !bars || DRAWING.get() == this || DRAWING.compareAndSet(null, this);
    }

    private long pause(long asking) {
        return Math.max(intervalNanos, asking * SHARE_OF_TIME);
    }

    private void write(String text) {
        if (!text.isEmpty()) {
            terminal.write(text);
        }
    }

    /** Draws the last line and ends the thread. Idempotent; waits for the line, but not for ever. */
    @Override
    public void close() {
        closing.countDown();
        if (Thread.currentThread() != thread && thread.isAlive()) {
            try {
                thread.join(PATIENCE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Whether it has written its last line. */
    public boolean ended() {
        return !thread.isAlive();
    }
}

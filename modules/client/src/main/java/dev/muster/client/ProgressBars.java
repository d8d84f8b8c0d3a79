package dev.muster.client;

import java.util.ArrayList;
import java.util.List;

/** The bars that show a client, so that they draw their last line while there still are figures. Thread-safe. */
final class ProgressBars {
    private static volatile boolean always;

    private final List<ProgressBar> shown = new ArrayList<>();
    private boolean closed;

    /** Whether every client is shown from its opening, from now on. */
    static void always(boolean yes) {
        always = yes;
    }

    /** A client was opened. */
    static void opened(Client client) {
        if (always) {
            client.progress();
        }
    }

    /** Takes a bar in; closes it at once if the client is closed. */
    ProgressBar add(ProgressBar bar) {
        synchronized (shown) {
            if (!closed) {
                shown.add(bar);
                return bar;
            }
        }
        bar.close();
        return bar;
    }

    void close() {
        List<ProgressBar> last;
        synchronized (shown) {
            closed = true;
            last = new ArrayList<>(shown);
            shown.clear();
        }
        last.forEach(ProgressBar::close);
    }
}

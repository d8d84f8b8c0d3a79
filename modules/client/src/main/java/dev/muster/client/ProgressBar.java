package dev.muster.client;

import dev.muster.config.ProgressSettings;
import dev.muster.config.Settings;
import dev.muster.progress.ProgressDisplay;
import dev.muster.progress.ProgressSource;

/**
 * Shows on standard error how far the work is: on a terminal a bar for each kind of task, redrawn in place; elsewhere a plain
 * line every few seconds. Closing it leaves a last line. Thread-safe.
 *
 * <pre>{@code
 * try (ProgressBar bar = ProgressBar.show()) {
 *     client.map(Report::parse, files).waitForAll();
 * }
 * }</pre>
 *
 * <p>A daemon thread looks at the figures every {@code muster.progress.interval} and never slows the work. The setting {@code
 * muster.progress.enabled} switches it off, or has bars drawn anywhere; the variable {@code NO_COLOR} takes the colours
 * away.
 */
public final class ProgressBar implements AutoCloseable {

    private final ProgressDisplay display;

    private ProgressBar(ProgressSource source, Settings settings) {
        this.display = ProgressDisplay.start(source, ProgressSettings.from(settings));
    }

    /**
     * Shows all tasks of the current client, until this or the client is closed.
     *
     * @throws dev.muster.error.ClusterException CONFIG if no client is open
     */
    public static ProgressBar show() {
        return Client.current().progress();
    }

    /**
     * Shows these tasks until all have ended, or this is closed.
     *
     * @throws IllegalArgumentException if the futures, or one of them, are null or no client's
     */
    public static ProgressBar show(Iterable<? extends TaskFuture<?>> futures) {
        ProgressSource source = FutureProgress.of(Require.given(futures, "futures"));
        Client client = Clients.currentOrNull();
        return new ProgressBar(source, client == null ? Settings.load() : client.settings());
    }

    /**
     * Shows every client that is opened from now on, each until it is closed: for launchers of programs that know nothing of
     * bars.
     */
    public static void showEveryClient() {
        ProgressBars.always(true);
    }

    /** All tasks of a client. */
    static ProgressBar of(Client client) {
        return new ProgressBar(new ClientProgress(client), client.settings());
    }

    /** Draws the last line. Idempotent. */
    @Override
    public void close() {
        display.close();
    }
}

package dev.muster.launch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * What one worker prints, line by line and capped. Thread-safe: one thread reads each of its two streams, and lines
 * reach the listener one at a time.
 */
final class WorkerOutput {
    private static final int BUFFER = 8_192;
    private static final int LONGEST_REMEMBERED = 500;
    private static final int MOST_BYTES_A_CHARACTER = 4;

    /** Which of its two streams a worker printed to. */
    enum Stream {
        OUT,
        ERROR
    }

    private final OutputLimits limits;
    private final BiConsumer<Stream, String> listener;
    private final Deque<String> last = new ArrayDeque<>();
    private long windowEnd = System.nanoTime();
    private int passed;
    private long leftOut;
    private boolean ended;

    WorkerOutput(OutputLimits limits, BiConsumer<Stream, String> listener) {
        this.limits = limits;
        this.listener = listener;
    }

    /** Reads to the end of a stream, on the calling thread. */
    void read(Stream stream, InputStream in) {
        byte[] buffer = new byte[BUFFER];
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        long beyond = 0;
        int longest = limits.longestLine() * MOST_BYTES_A_CHARACTER;
        try {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                for (int i = 0; i < read; i++) {
                    if (buffer[i] == '\n') {
                        line(stream, line, beyond);
                        beyond = 0;
                    } else if (line.size() < longest) {
                        line.write(buffer[i]);
                    } else {
                        beyond++;
                    }
                }
            }
        } catch (IOException closed) {
            // the worker is gone
        }
        if (line.size() > 0) {
            line(stream, line, beyond);
        }
    }

    private void line(Stream stream, ByteArrayOutputStream bytes, long beyond) {
        String text = bytes.toString(UTF_8);
        bytes.reset();
        if (text.endsWith("\r")) {
            text = text.substring(0, text.length() - 1);
        }
        long cut = Math.max(0, text.length() - limits.longestLine()) + beyond;
        if (cut > 0) {
            text = text.substring(0, Math.min(text.length(), limits.longestLine())) + " … and " + cut + " more";
        }
        accept(stream, text);
    }

    private synchronized void accept(Stream stream, String text) {
        if (ended) {
            return; // a process that the worker left behind still prints into its pipe
        }
        if (last.size() == limits.remembered()) {
            last.removeFirst();
        }
        last.addLast(text.length() <= LONGEST_REMEMBERED ? text : text.substring(0, LONGEST_REMEMBERED) + " …");
        long now = System.nanoTime();
        if (now - windowEnd >= 0) {
            sayWhatWasLeftOut(stream);
            windowEnd = now + limits.window().toNanos();
            passed = 0;
        }
        if (passed < limits.mostLines()) {
            passed++;
            listener.accept(stream, text);
        } else {
            leftOut++;
        }
    }

    private void sayWhatWasLeftOut(Stream stream) {
        if (leftOut > 0) {
            listener.accept(
                    stream,
                    "… " + leftOut + " lines left out: more than " + limits.mostLines() + " in "
                            + limits.window().toMillis() + " ms");
            leftOut = 0;
        }
    }

    /** The last lines of both streams, oldest first. */
    synchronized List<String> last() {
        return List.copyOf(last);
    }

    /** No line is passed on after this. */
    synchronized void end() {
        if (!ended) {
            sayWhatWasLeftOut(Stream.ERROR);
        }
        ended = true;
    }
}

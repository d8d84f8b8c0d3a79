package dev.muster.progress;

import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the display is written, and what it can do. Thread-safe as far as its stream is.
 *
 * @param out written to as bytes of its charset
 * @param interactive whether a person looks at it as it comes
 * @param look what it can show
 * @param charset its encoding
 */
record Terminal(PrintStream out, boolean interactive, Look look, Charset charset) {

    /** Width of a terminal that nobody has told us about: what every one has. */
    private static final int USUAL_COLUMNS = 80;

    /** Standard error of this process. */
    static Terminal ofStandardError() {
        boolean interactive = isTerminal(2, System.getenv());
        return new Terminal(System.err, interactive, look(System.getenv(), encoding()), encoding());
    }

    /** What a terminal with this environment can show. */
    static Look look(Map<String, String> environment, Charset charset) {
        String noColour = environment.get("NO_COLOR");
        boolean colour = noColour == null || noColour.isEmpty();
        boolean unicode = charset.name().startsWith("UTF-");
        return new Look(colour, unicode, columns(environment.get("COLUMNS")));
    }

    private static int columns(@Nullable String given) {
        if (given == null || !given.matches("[0-9]{1,4}")) {
            return USUAL_COLUMNS;
        }
        int columns = Integer.parseInt(given);
        return columns == 0 ? USUAL_COLUMNS : columns;
    }

    /** Whether a descriptor of this process is a terminal that obeys control sequences. */
    static boolean isTerminal(int descriptor, Map<String, String> environment) {
        String kind = environment.get("TERM");
        if (kind == null || kind.isEmpty() || kind.equals("dumb")) {
            return false;
        }
        try {
            String device = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty") || device.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException | SecurityException unknown) {
            // No /proc here. The console is there if standard input and output are a terminal, and then so is error,
            // mostly.
            return consoleIsTerminal();
        }
    }

    @SuppressWarnings("SystemConsoleNull") // null up to 21; afterwards it says by itself whether it is a terminal
    private static boolean consoleIsTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException before22) {
            return true;
        }
    }

    private static Charset encoding() {
        // "stderr.encoding" since 19; before, the streams write in the platform's own encoding.
        for (String property : new String[] {"stderr.encoding", "sun.stderr.encoding", "native.encoding"}) {
            String name = System.getProperty(property);
            if (name != null && Charset.isSupported(name)) {
                return Charset.forName(name);
            }
        }
        return StandardCharsets.US_ASCII;
    }

    /** Writes at once. */
    void write(String text) {
        byte[] bytes = text.getBytes(charset);
        out.write(bytes, 0, bytes.length);
        out.flush();
    }
}

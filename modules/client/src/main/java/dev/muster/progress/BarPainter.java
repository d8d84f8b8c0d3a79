package dev.muster.progress;

import java.util.ArrayList;
import java.util.List;

/**
 * A block of bars, redrawn in place. Owned by the display's thread.
 *
 * <p>Between drawings the cursor rests at the left of an empty line above the bars. So a line that the program prints meanwhile
 * takes the place of that empty one and stays whole, and the next drawing begins below it. Were the cursor left
 * below the bars, the next drawing would go up and over that line.
 *
 * <p>While a block is drawn the terminal does not wrap: if it is narrower than we believe, it clips lines, and their number
 * stays what we count on.
 */
final class BarPainter implements Painter {

    static final String WRAP_OFF = "\u001b[?7l";
    static final String WRAP_ON = "\u001b[?7h";
    static final String CLEAR_LINE = "\u001b[K";
    static final String CLEAR_BELOW = "\u001b[J";

    /** More kinds than this are put together in one line. */
    private static final int MOST_LINES = 8;

    private static final int LONGEST_NAME = 24;
    private static final int SHORTEST_NAME = 8;

    private final Look look;
    private final Paces paces = new Paces();
    private boolean drawn;

    BarPainter(Look look) {
        this.look = look;
    }

    @Override
    public String next(long now, List<KindProgress> kinds) {
        paces.note(now, kinds);
        List<KindProgress> shown = Paces.shown(kinds);
        if (shown.isEmpty()) {
            return "";
        }
        drawn = true;
        StringBuilder text = new StringBuilder(WRAP_OFF).append('\r').append(CLEAR_LINE);
        List<String> lines = lines(now, shown, false);
        for (String line : lines) {
            text.append('\n').append(line).append(CLEAR_LINE);
        }
        return text.append(CLEAR_BELOW)
                .append("\u001b[")
                .append(lines.size())
                .append("A\r")
                .append(WRAP_ON)
                .toString();
    }

    @Override
    public String last(long now, List<KindProgress> kinds) {
        paces.note(now, kinds);
        List<KindProgress> shown = Paces.shown(kinds);
        if (shown.isEmpty()) {
            return drawn ? "\r" + CLEAR_BELOW : "";
        }
        StringBuilder text = new StringBuilder(WRAP_OFF).append('\r');
        for (String line : lines(now, shown, true)) {
            text.append(line).append(CLEAR_LINE).append('\n');
        }
        return text.append(CLEAR_BELOW).append(WRAP_ON).toString();
    }

    private List<String> lines(long now, List<KindProgress> shown, boolean last) {
        List<KindProgress> own = shown.size() <= MOST_LINES ? shown : chosen(shown);
        String sum = own.size() == shown.size() ? "all tasks" : "all " + shown.size() + " kinds";
        int nameWidth = nameWidth(shown, sum);
        List<BarLine> lines = new ArrayList<>();
        for (KindProgress kind : own) {
            lines.add(line(kind, paces.of(kind), nameWidth, last));
        }
        if (shown.size() > 1) {
            lines.add(line(Paces.together(shown, sum), paces.all(now), nameWidth, last));
        }
        int bar = lines.stream().mapToInt(BarLine::room).min().orElse(0);
        return lines.stream().map(line -> line.text(bar)).toList();
    }

    private BarLine line(KindProgress kind, Pace pace, int nameWidth, boolean last) {
        return last ? BarLine.last(kind, pace, nameWidth, look) : BarLine.of(kind, pace, nameWidth, look);
    }

    private int nameWidth(List<KindProgress> shown, String sum) {
        int longest = shown.size() > 1 ? sum.length() : 0;
        for (KindProgress kind : shown) {
            longest = Math.max(longest, kind.name().length());
        }
        int most = Math.max(SHORTEST_NAME, Math.min(LONGEST_NAME, look.columns() / 4));
        return Math.min(longest, most);
    }

    /** Those that one most wants to know of: what runs, then what waits, then the last to have come. */
    private static List<KindProgress> chosen(List<KindProgress> shown) {
        List<KindProgress> chosen = new ArrayList<>();
        for (KindProgress kind : shown) {
            if (kind.running() > 0) {
                chosen.add(kind);
            }
        }
        for (KindProgress kind : shown) {
            if (kind.running() == 0 && kind.waiting() > 0) {
                chosen.add(kind);
            }
        }
        for (int i = shown.size() - 1; i >= 0; i--) {
            if (shown.get(i).open() == 0) {
                chosen.add(shown.get(i));
            }
        }
        List<KindProgress> kept = chosen.subList(0, MOST_LINES - 1);
        // In the order in which they came, so that lines do not jump about.
        return shown.stream().filter(kept::contains).toList();
    }
}

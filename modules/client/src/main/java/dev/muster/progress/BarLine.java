package dev.muster.progress;

import dev.muster.progress.Look.Part;
import java.util.ArrayList;
import java.util.List;

/**
 * One line of the display: name, bar, figures, never wider than the look allows. Immutable.
 *
 * <p>Where the width does not suffice the least telling figures go first, then the bar, then the end of the name.
 */
final class BarLine {

    private static final int WIDEST_BAR = 40;
    private static final int NARROWEST_BAR = 8;
    private static final int PERCENT = 4;
    private static final String GAP = "  ";

    /** A figure; those of a higher rank stay longer. */
    private record Field(int rank, String text, boolean bad) {
        Field(int rank, String text) {
            this(rank, text, false);
        }
    }

    private final KindProgress kind;
    private final int nameWidth;
    private final Look look;
    private final List<Field> fields;

    private BarLine(KindProgress kind, int nameWidth, Look look, List<Field> fields) {
        this.kind = kind;
        this.nameWidth = nameWidth;
        this.look = look;
        this.fields = fields;
        while (!fields.isEmpty() && room() < NARROWEST_BAR) {
            removeLeast(fields);
        }
    }

    /** The line while work goes on. */
    static BarLine of(KindProgress kind, Pace pace, int nameWidth, Look look) {
        List<Field> fields = new ArrayList<>();
        fields.add(new Field(5, Figure.count(kind.done()) + " done"));
        if (kind.erred() > 0) {
            fields.add(new Field(6, Figure.count(kind.erred()) + " failed", true));
        }
        if (kind.open() > 0) {
            long left = pace.left(kind.open());
            fields.add(new Field(3, Figure.count(kind.running()) + " running"));
            fields.add(new Field(1, Figure.count(kind.waiting()) + " waiting"));
            if (left >= 0) {
                fields.add(new Field(2, Figure.rate(pace.perSecond())));
                fields.add(new Field(4, Figure.time(left) + " left"));
            }
        } else {
            addPast(fields, pace);
        }
        return new BarLine(kind, nameWidth, look, fields);
    }

    /** The line that stays. */
    static BarLine last(KindProgress kind, Pace pace, int nameWidth, Look look) {
        List<Field> fields = new ArrayList<>();
        fields.add(new Field(5, Figure.count(kind.done()) + " done"));
        if (kind.erred() > 0) {
            fields.add(new Field(6, Figure.count(kind.erred()) + " failed", true));
        }
        if (kind.open() > 0) {
            fields.add(new Field(3, Figure.count(kind.open()) + " not ended", true));
        }
        addPast(fields, pace);
        return new BarLine(kind, nameWidth, look, fields);
    }

    /** How fast it was and how long it took, where time has passed. */
    private static void addPast(List<Field> fields, Pace pace) {
        if (pace.mean() > 0) {
            fields.add(new Field(2, Figure.rate(pace.mean())));
            fields.add(new Field(4, "in " + Figure.time(pace.lasted())));
        }
    }

    /** How wide its bar may be; too narrow to be one if less than the least. */
    int room() {
        int figures = 0;
        for (Field field : fields) {
            figures += GAP.length() + field.text.length();
        }
        // One column stays free: a terminal that wraps does so when its last column is written.
        return Math.min(WIDEST_BAR, look.columns() - 1 - nameWidth - 1 - 1 - PERCENT - figures);
    }

    private static void removeLeast(List<Field> fields) {
        int least = 0;
        for (int i = 1; i < fields.size(); i++) {
            if (fields.get(i).rank < fields.get(least).rank) {
                least = i;
            }
        }
        fields.remove(least);
    }

    /** The text, with a bar of at most {@link #room} cells; lines of one block have bars of one width. */
    String text(int bar) {
        StringBuilder line = new StringBuilder(cut(kind.name(), nameWidth)).append(' ');
        if (bar >= NARROWEST_BAR) {
            appendBar(line, bar);
            line.append(' ');
        }
        String percent = Figure.percent(kind.ended(), kind.total());
        line.append(" ".repeat(PERCENT - percent.length())).append(percent);
        for (Field field : fields) {
            line.append(GAP).append(field.bad ? look.text(Part.ERRED, field.text) : field.text);
        }
        return line.toString();
    }

    private void appendBar(StringBuilder line, int cells) {
        int done = share(kind.done(), cells, cells);
        int erred = share(kind.erred(), cells, cells - done);
        int running = share(kind.running(), cells, cells - done - erred);
        int waiting = cells - done - erred - running;
        if (kind.waiting() == 0) {
            // Rounding left cells over: they belong to the largest part.
            if (kind.running() > 0) {
                running += waiting;
            } else if (kind.done() >= kind.erred()) {
                done += waiting;
            } else {
                erred += waiting;
            }
            waiting = 0;
        }
        line.append(look.cells(Part.DONE, done))
                .append(look.cells(Part.ERRED, erred))
                .append(look.cells(Part.RUNNING, running))
                .append(look.cells(Part.WAITING, waiting));
    }

    /** A part's cells: rounded down, but at least one of what is there, if there is room. */
    private int share(long part, int cells, int room) {
        int share = (int) ((double) part / kind.total() * cells);
        return Math.min(room, part > 0 ? Math.max(1, share) : 0);
    }

    /** The text in exactly so many columns. */
    private String cut(String text, int width) {
        return text.length() > width
                ? text.substring(0, width - 1) + look.ellipsis()
                : text + " ".repeat(width - text.length());
    }
}

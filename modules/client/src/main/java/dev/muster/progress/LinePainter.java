package dev.muster.progress;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Plain lines for logs and pipes: one now and then while something changes, and one at the end. Owned by the display's thread.
 */
final class LinePainter implements Painter {

    /** A log that is read afterwards needs no more. */
    private static final long APART = TimeUnit.SECONDS.toNanos(5);

    private static final int MOST_KINDS = 4;
    private static final String PREFIX = "muster: ";

    private final Paces paces = new Paces();
    private boolean begun;
    private long writtenAt;
    private List<KindProgress> written = List.of();

    @Override
    public String next(long now, List<KindProgress> kinds) {
        paces.note(now, kinds);
        List<KindProgress> shown = Paces.shown(kinds);
        if (!begun && !shown.isEmpty()) {
            // What is over within the first seconds needs only its last line.
            begun = true;
            writtenAt = now;
        }
        if (shown.isEmpty() || shown.equals(written) || now - writtenAt < APART) {
            return "";
        }
        writtenAt = now;
        written = shown;
        KindProgress all = Paces.together(shown, "all");
        Pace pace = paces.all(now);
        StringBuilder line = begin(all).append(", ").append(all.running()).append(" running");
        if (all.open() > 0) {
            long left = pace.left(all.open());
            if (left >= 0) {
                line.append(", ").append(Figure.rate(pace.perSecond()));
                line.append(", about ").append(Figure.time(left)).append(" left");
            }
        }
        return end(line, shown);
    }

    @Override
    public String last(long now, List<KindProgress> kinds) {
        paces.note(now, kinds);
        List<KindProgress> shown = Paces.shown(kinds);
        if (shown.isEmpty()) {
            return "";
        }
        KindProgress all = Paces.together(shown, "all");
        Pace pace = paces.all(now);
        StringBuilder line = begin(all);
        if (all.open() > 0) {
            line.append(", ").append(all.open()).append(" not ended");
        }
        if (pace.mean() > 0) {
            line.append(", in ").append(Figure.time(pace.lasted())).append(", ").append(Figure.rate(pace.mean()));
        }
        return end(line, shown);
    }

    private static StringBuilder begin(KindProgress all) {
        StringBuilder line = new StringBuilder(PREFIX);
        line.append(all.ended()).append(" of ").append(all.total()).append(" tasks ");
        line.append(all.erred() == 0 ? "done (" : "ended (");
        line.append(Figure.percent(all.ended(), all.total())).append(')');
        // A percentage of what has ended means nothing beside the number of what was done: both are said.
        return all.erred() == 0
                ? line
                : line.append(": ")
                        .append(all.done())
                        .append(" done, ")
                        .append(all.erred())
                        .append(" failed");
    }

    private static String end(StringBuilder line, List<KindProgress> shown) {
        if (shown.size() > 1) {
            line.append("; ")
                    .append(shown.stream()
                            .limit(MOST_KINDS)
                            .map(kind ->
                                    kind.name() + " " + Figure.count(kind.ended()) + "/" + Figure.count(kind.total()))
                            .collect(Collectors.joining(", ")));
            if (shown.size() > MOST_KINDS) {
                line.append(", ").append(shown.size() - MOST_KINDS).append(" kinds more");
            }
        }
        return line.append('\n').toString();
    }
}

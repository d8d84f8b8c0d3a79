package dev.muster.graph.picture;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The kinds and their colours, in as many rows as they need. Owned by one document. */
final class Legend {
    private static final double FONT_SIZE = 11.5;
    private static final double SWATCH = 14;
    private static final double ROW_HEIGHT = 24;
    private static final int MOST_KINDS = 24;

    private final Palette palette;
    private final List<Map.Entry<String, Integer>> kinds;
    private final int hidden;
    private final double width;

    Legend(Scene scene, Palette palette, double width) {
        this.palette = palette;
        this.kinds = scene.kinds().entrySet().stream().limit(MOST_KINDS).toList();
        this.hidden = scene.kinds().size() - kinds.size();
        this.width = width;
    }

    /** The room it takes downward, in pixels. */
    double height() {
        return place(new StringBuilder(), 0, 0) * ROW_HEIGHT;
    }

    void write(StringBuilder out, double left, double top) {
        place(out, left, top);
    }

    /** Writes the entries; returns how many rows they take. */
    private int place(StringBuilder out, double left, double top) {
        double x = 0;
        int row = 0;
        for (int i = 0; i < kinds.size() + (hidden > 0 ? 1 : 0); i++) {
            String label = i < kinds.size() ? label(kinds.get(i)) : "and %d more kinds".formatted(hidden);
            double room = SWATCH + 6 + Lettering.width(label, FONT_SIZE) + 18;
            if (x > 0 && x + room > width) {
                x = 0;
                row++;
            }
            double y = top + row * ROW_HEIGHT;
            if (i < kinds.size()) {
                String kind = kinds.get(i).getKey();
                out.append(text(
                        "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.0f\" height=\"%.0f\" rx=\"4\" fill=\"%s\" "
                                + "stroke=\"%s\"/>",
                        left + x, y, SWATCH, SWATCH, palette.fill(kind), palette.border(kind)));
            }
            out.append(text(
                    "<text class=\"legend\" x=\"%.1f\" y=\"%.1f\">%s</text>\n",
                    left + x + SWATCH + 6, y + 11, Lettering.escaped(label)));
            x += room;
        }
        return row + 1;
    }

    private static String label(Map.Entry<String, Integer> kind) {
        return text("%s × %,d", Lettering.fitted(kind.getKey(), FONT_SIZE, 200), kind.getValue());
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}

package dev.muster.graph.picture;

import java.util.List;
import java.util.Locale;

/** Writes a scene as an SVG document. Owned by one call. */
final class SvgWriter {

    private static final double MARGIN = 24;
    private static final double CAPTION_HEIGHT = 34;
    /** A little more than the style says, for it is bold. */
    private static final double CAPTION_SIZE = 15;

    private static final String STYLE = """
            <style>
            text{font-family:Inter,'Segoe UI','Helvetica Neue',Arial,'DejaVu Sans',sans-serif;fill:#1f2937}
            .title{font-size:12.5px;font-weight:600;text-anchor:middle}
            .detail{font-size:10.5px;fill:#4b5563;text-anchor:middle}
            .caption{font-size:14px;font-weight:600}
            .legend{font-size:11.5px;fill:#374151}
            .links{font-size:10px;fill:#6b7280}
            .arrow{fill:none;stroke:#94a3b8}
            .box:hover rect{stroke:#111827}
            </style>
            <defs><marker id="head" viewBox="0 0 10 10" refX="9" refY="5" markerUnits="userSpaceOnUse" \
            markerWidth="9" markerHeight="9" orient="auto-start-reverse">\
            <path d="M0 1 L10 5 L0 9 L2.5 5 z" fill="#64748b"/></marker></defs>
            """;

    private final Scene scene;
    private final Layout layout;
    private final Palette palette;
    private final StringBuilder out = new StringBuilder();

    private SvgWriter(Scene scene) {
        this.scene = scene;
        this.layout = new Layout(scene);
        this.palette = new Palette(scene.kinds().keySet());
    }

    static String write(Scene scene) {
        return new SvgWriter(scene).document();
    }

    private String document() {
        double inner = Math.max(layout.width, Lettering.width(scene.caption(), CAPTION_SIZE));
        Legend legend = new Legend(scene, palette, inner);
        double width = inner + 2 * MARGIN;
        double left = MARGIN + (inner - layout.width) / 2;
        double top = MARGIN + CAPTION_HEIGHT;
        double height = top + layout.height + MARGIN + legend.height() + MARGIN / 2;
        append(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" height=\"%.0f\" viewBox=\"0 0 %.0f %.0f\">\n",
                width, height, width, height);
        append("<title>%s</title>\n", Lettering.escaped(scene.caption()));
        out.append(STYLE);
        append("<rect width=\"100%%\" height=\"100%%\" fill=\"#fbfcfe\"/>\n");
        append(
                "<text class=\"caption\" x=\"%.1f\" y=\"%.1f\">%s</text>\n",
                MARGIN, MARGIN + 12, Lettering.escaped(scene.caption()));
        append("<g transform=\"translate(%.1f %.1f)\">\n", left, top);
        arrows();
        boxes();
        out.append("</g>\n");
        legend.write(out, MARGIN, top + layout.height + MARGIN);
        return out.append("</svg>\n").toString();
    }

    private void arrows() {
        List<Scene.Arrow> arrows = scene.arrows();
        for (int i = 0; i < arrows.size(); i++) {
            Scene.Arrow arrow = arrows.get(i);
            double[][] points = layout.points(i);
            // Wider for more links, but a million must not hide everything else.
            double stroke = 1.2 + Math.log10((double) arrow.links()) * 0.35;
            append(
                    "<path class=\"arrow\" stroke-width=\"%.1f\" marker-%s=\"url(#head)\" d=\"%s\"/>\n",
                    stroke, arrow.back() ? "start" : "end", curve(points));
        }
        for (int i = 0; i < arrows.size(); i++) {
            if (arrows.get(i).links() > 1) {
                links(arrows.get(i).links(), layout.points(i));
            }
        }
    }

    private void links(long links, double[][] points) {
        double[] from = points[(points.length - 1) / 2];
        double[] to = points[(points.length - 1) / 2 + 1];
        double right = layout.sideways ? -14 : 7;
        double down = layout.sideways ? -5 : 3.5;
        append(
                "<text class=\"links\" x=\"%.1f\" y=\"%.1f\">× %,d</text>\n",
                (from[0] + to[0]) / 2 + right, (from[1] + to[1]) / 2 + down, links);
    }

    /** Through every point in the direction of the layers, so that the pieces join smoothly. */
    private String curve(double[][] points) {
        StringBuilder path = new StringBuilder(text("M%.1f %.1f", points[0][0], points[0][1]));
        for (int i = 1; i < points.length; i++) {
            double[] from = points[i - 1];
            double[] to = points[i];
            double middleX = (from[0] + to[0]) / 2;
            double middleY = (from[1] + to[1]) / 2;
            path.append(
                    layout.sideways
                            ? text("C%.1f %.1f %.1f %.1f %.1f %.1f", middleX, from[1], middleX, to[1], to[0], to[1])
                            : text("C%.1f %.1f %.1f %.1f %.1f %.1f", from[0], middleY, to[0], middleY, to[0], to[1]));
        }
        return path.toString();
    }

    private void boxes() {
        for (int i = 0; i < scene.boxes().size(); i++) {
            box(scene.boxes().get(i), layout.centreX(i), layout.centreY(i));
        }
    }

    private void box(Scene.Box box, double x, double y) {
        double left = x - layout.boxWidth / 2;
        double top = y - layout.boxHeight / 2;
        String border = palette.border(box.kind());
        append("<g class=\"box\"><title>%s</title>", Lettering.escaped(box.hint()));
        double more = Layout.GOAL_BORDER;
        if (box.goal()) {
            append(
                    "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"11\" fill=\"none\" stroke=\"%s\" "
                            + "stroke-width=\"1.6\"/>",
                    left - more, top - more, layout.boxWidth + 2 * more, layout.boxHeight + 2 * more, border);
        }
        append(
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"8\" fill=\"%s\" stroke=\"%s\" "
                        + "stroke-width=\"1.2\"/>",
                left, top, layout.boxWidth, layout.boxHeight, palette.fill(box.kind()), border);
        words("title", box.title(), Layout.TITLE_SIZE, x, box.detail().isEmpty() ? y + 4.5 : y - 3);
        words("detail", box.detail(), Layout.DETAIL_SIZE, x, y + 12.5);
        out.append("</g>\n");
    }

    private void words(String style, String words, double size, double x, double y) {
        if (!words.isEmpty()) {
            append(
                    "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>",
                    style, x, y, Lettering.escaped(Lettering.fitted(words, size, layout.textWidth())));
        }
    }

    private void append(String format, Object... values) {
        out.append(text(format, values));
    }

    /** Numbers as SVG wants them, whatever the default locale. */
    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}

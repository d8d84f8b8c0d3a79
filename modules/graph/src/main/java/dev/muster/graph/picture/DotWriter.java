package dev.muster.graph.picture;

import java.util.List;
import java.util.Locale;

/** Writes a scene in the DOT language. Pure functions. */
final class DotWriter {

    private DotWriter() {}

    static String write(Scene scene) {
        Palette palette = new Palette(scene.kinds().keySet());
        StringBuilder out = new StringBuilder();
        out.append("digraph muster {\n");
        out.append("  graph [rankdir=LR, label=").append(quoted(scene.caption()));
        out.append(", fontname=\"Helvetica\", fontsize=12, bgcolor=\"white\"];\n");
        out.append("  node [shape=box, style=\"rounded,filled\", fontname=\"Helvetica\", fontsize=11];\n");
        out.append("  edge [color=\"#8a94a6\", arrowsize=0.7, fontname=\"Helvetica\", fontsize=9];\n");
        List<Scene.Box> boxes = scene.boxes();
        for (int box = 0; box < boxes.size(); box++) {
            out.append("  n").append(box).append(" [").append(attributes(boxes.get(box), palette));
            out.append("];\n");
        }
        for (Scene.Arrow arrow : scene.arrows()) {
            out.append("  n").append(arrow.from()).append(" -> n").append(arrow.to());
            if (arrow.links() > 1) {
                out.append(String.format(Locale.ROOT, " [label=\"× %,d\"]", arrow.links()));
            }
            out.append(";\n");
        }
        return out.append("}\n").toString();
    }

    private static String attributes(Scene.Box box, Palette palette) {
        String label = box.detail().isEmpty() ? box.title() : box.title() + "\n" + box.detail();
        return "label=%s, tooltip=%s, fillcolor=\"%s\", color=\"%s\"%s"
                .formatted(
                        quoted(label),
                        quoted(box.hint()),
                        palette.fill(box.kind()),
                        palette.border(box.kind()),
                        box.goal() ? ", peripheries=2" : "");
    }

    /** A quoted string: backslashes are doubled, for in a label they would begin an escape. */
    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                default -> out.appendCodePoint(Lettering.isPrintable(c) ? c : Lettering.REPLACEMENT);
            }
        });
        return out.append('"').toString();
    }
}

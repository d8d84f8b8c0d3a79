package dev.muster.graph.picture;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Gives each kind of task a colour of its own, in order of first appearance. Immutable once made. */
final class Palette {

    /** The turn of the colour circle that keeps any number of colours apart. */
    private static final double GOLDEN_TURN = 0.381966;
    /** A quiet blue to begin with. */
    private static final double FIRST_HUE = 0.58;

    private final Map<String, Integer> rank = new HashMap<>();

    Palette(Iterable<String> kinds) {
        kinds.forEach(kind -> rank.putIfAbsent(kind, rank.size()));
    }

    /** A light colour to write on, as {@code #rrggbb}. */
    String fill(String kind) {
        return colour(hue(kind), 0.62, 0.90);
    }

    /** A darker colour of the same hue for borders. */
    String border(String kind) {
        return colour(hue(kind), 0.42, 0.50);
    }

    private double hue(String kind) {
        double turn = FIRST_HUE + rank.getOrDefault(kind, 0) * GOLDEN_TURN;
        return turn - Math.floor(turn);
    }

    /** From hue, saturation and lightness, each from 0 to 1. */
    private static String colour(double hue, double saturation, double lightness) {
        double reach = saturation * Math.min(lightness, 1 - lightness);
        return String.format(
                Locale.ROOT,
                "#%02x%02x%02x",
                channel(0, hue, lightness, reach),
                channel(8, hue, lightness, reach),
                channel(4, hue, lightness, reach));
    }

    private static int channel(int offset, double hue, double lightness, double reach) {
        double k = (offset + hue * 12) % 12;
        return (int) Math.round(255 * (lightness - reach * Math.max(-1, Math.min(Math.min(k - 3, 9 - k), 1))));
    }
}

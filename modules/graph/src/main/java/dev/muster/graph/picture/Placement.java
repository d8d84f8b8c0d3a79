package dev.muster.graph.picture;

import java.util.Arrays;

/**
 * Gives each cell its place across the rows, so that lines are short and straight. Pure functions.
 *
 * <p>Each cell would like to be at the mean of its neighbours, and the cells of a row must keep their order and distance.
 * The places nearest to all wishes (least squares) are those of isotonic regression, found by pooling adjacent violators
 * in one pass over the row.
 */
final class Placement {

    private static final int ROUNDS = 12;

    private Placement() {}

    /**
     * The centre of each cell, the least edge being 0.
     *
     * @param sizes how much room each cell takes across
     * @param gap the least distance between two cells
     */
    static double[] of(Layers layers, double[] sizes, double gap) {
        double[] centres = new double[sizes.length];
        for (int[] row : layers.rows) {
            double edge = 0;
            for (int cell : row) {
                centres[cell] = edge + sizes[cell] / 2;
                edge += sizes[cell] + gap;
            }
        }
        double[] best = centres.clone();
        for (int half = 0; half < 2 * ROUNDS; half++) {
            settleAll(layers, half % 2 == 0, centres, sizes, gap);
            if (slantOfLines(layers, centres) < slantOfLines(layers, best)) {
                best = centres.clone();
            }
        }
        return shiftedToZero(best, sizes);
    }

    private static void settleAll(Layers layers, boolean forward, double[] centres, double[] sizes, double gap) {
        int last = layers.rows.length - 1;
        for (int step = 1; step <= last; step++) {
            int[] row = layers.rows[forward ? step : last - step];
            settle(row, forward ? layers.before : layers.after, centres, sizes, gap);
        }
    }

    /** How slanted the lines are, all together: squares, for many gentle slopes please more than a few steep ones. */
    private static double slantOfLines(Layers layers, double[] centres) {
        double slant = 0;
        for (int[] route : layers.routes) {
            for (int i = 1; i < route.length; i++) {
                double across = centres[route[i]] - centres[route[i - 1]];
                slant += across * across;
            }
        }
        return slant;
    }

    private static double[] shiftedToZero(double[] centres, double[] sizes) {
        double least = Double.MAX_VALUE;
        for (int cell = 0; cell < sizes.length; cell++) {
            least = Math.min(least, centres[cell] - sizes[cell] / 2);
        }
        double edge = least;
        return Arrays.stream(centres).map(centre -> centre - edge).toArray();
    }

    private static void settle(int[] row, int[][] neighbours, double[] centres, double[] sizes, double gap) {
        double[] wishes = new double[row.length];
        double[] offsets = new double[row.length];
        for (int i = 0; i < row.length; i++) {
            if (i > 0) {
                offsets[i] = offsets[i - 1] + (sizes[row[i - 1]] + sizes[row[i]]) / 2 + gap;
            }
            double wish = Arrays.stream(neighbours[row[i]])
                    .mapToDouble(cell -> centres[cell])
                    .average()
                    .orElse(centres[row[i]]);
            wishes[i] = wish - offsets[i];
        }
        double[] places = ascending(wishes);
        for (int i = 0; i < row.length; i++) {
            centres[row[i]] = places[i] + offsets[i];
        }
    }

    /** The ascending values nearest to the given ones: neighbours out of order are pooled at their mean. */
    static double[] ascending(double[] wishes) {
        double[] means = new double[wishes.length];
        int[] counts = new int[wishes.length];
        int pools = 0;
        for (double wish : wishes) {
            double mean = wish;
            int count = 1;
            while (pools > 0 && means[pools - 1] > mean) {
                pools--;
                mean = (mean * count + means[pools] * counts[pools]) / (count + counts[pools]);
                count += counts[pools];
            }
            means[pools] = mean;
            counts[pools++] = count;
        }
        double[] places = new double[wishes.length];
        int next = 0;
        for (int pool = 0; pool < pools; pool++) {
            Arrays.fill(places, next, next + counts[pool], means[pool]);
            next += counts[pool];
        }
        return places;
    }
}

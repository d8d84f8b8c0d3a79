package dev.muster.graph.picture;

import java.util.Arrays;

/** Counts how often the lines between neighbouring rows cross. Pure functions. */
final class Crossings {

    private Crossings() {}

    /** The crossings of all rows; n log n for n lines. */
    static long count(int[][] rows, int[][] after) {
        int cells = Arrays.stream(rows).mapToInt(row -> row.length).sum();
        int[] place = new int[cells];
        for (int[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                place[row[i]] = i;
            }
        }
        long crossings = 0;
        for (int row = 0; row + 1 < rows.length; row++) {
            crossings += between(rows[row], rows[row + 1].length, after, place);
        }
        return crossings;
    }

    /** Lines taken from left to right cross every earlier one that ends further right: a binary indexed tree counts. */
    private static long between(int[] row, int width, int[][] after, int[] place) {
        int[] ended = new int[width + 1];
        long crossings = 0;
        int lines = 0;
        for (int cell : row) {
            int[] ends =
                    Arrays.stream(after[cell]).map(end -> place[end]).sorted().toArray();
            for (int end : ends) {
                int notRight = 0;
                for (int i = end + 1; i > 0; i -= i & -i) {
                    notRight += ended[i];
                }
                crossings += lines - notRight;
            }
            for (int end : ends) {
                for (int i = end + 1; i <= width; i += i & -i) {
                    ended[i]++;
                }
            }
            lines += ends.length;
        }
        return crossings;
    }
}

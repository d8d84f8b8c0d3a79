package dev.muster.graph.picture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Puts boxes into layers and the layers into rows with few crossings: the first two steps of the method of K. Sugiyama, S.
 * Tagawa and M. Toda, "Methods for Visual Understanding of Hierarchical System Structures", IEEE Transactions on Systems,
 * Man and Cybernetics 11(2), 1981. Owned by one call; {@link Placement} does the third.
 *
 * <p>A row holds <i>cells</i>: the boxes, numbered as in the scene, and behind them one cell for each place where a longer
 * arrow passes through a row.
 */
final class Layers {

    /** Arrows through many layers take a cell in each; with more than this they go straight, whatever they cross. */
    private static final int MOST_PASSING_CELLS = 20_000;

    private static final int SWEEPS = 16;

    /** The layer of each cell. */
    final int[] layer;
    /** The cells of each layer, in order across. */
    final int[][] rows;
    /** For each arrow the cells it passes, in ascending layers, its two boxes included. */
    final int[][] routes;
    /** For each cell its neighbours in the layer before. */
    final int[][] before;
    /** For each cell its neighbours in the layer after. */
    final int[][] after;

    private final int boxes;

    private Layers(int boxes, int[] layer, int[][] routes) {
        this.boxes = boxes;
        this.layer = layer;
        this.routes = routes;
        this.before = neighbours(true);
        this.after = neighbours(false);
        this.rows = firstRows();
    }

    static Layers of(Scene scene) {
        int boxes = scene.boxes().size();
        int[] layer = layersOf(boxes, scene.arrows());
        long passing = scene.arrows().stream()
                .mapToLong(arrow -> Math.abs(layer[arrow.from()] - layer[arrow.to()]) - 1L)
                .sum();
        boolean straight = passing > MOST_PASSING_CELLS;
        int[] layerOfCell = Arrays.copyOf(layer, boxes + (straight ? 0 : (int) passing));
        int[][] routes = new int[scene.arrows().size()][];
        int next = boxes;
        for (int i = 0; i < routes.length; i++) {
            int low = lower(scene.arrows().get(i));
            int high = upper(scene.arrows().get(i));
            int steps = straight ? 1 : layer[high] - layer[low];
            routes[i] = new int[steps + 1];
            routes[i][0] = low;
            routes[i][steps] = high;
            for (int step = 1; step < steps; step++) {
                layerOfCell[next] = layer[low] + step;
                routes[i][step] = next++;
            }
        }
        Layers layers = new Layers(boxes, layerOfCell, routes);
        layers.untangle();
        return layers;
    }

    private static int lower(Scene.Arrow arrow) {
        return arrow.back() ? arrow.to() : arrow.from();
    }

    private static int upper(Scene.Arrow arrow) {
        return arrow.back() ? arrow.from() : arrow.to();
    }

    /** As far left as the inputs allow; then whoever has more dependants than inputs moves right, next to them. */
    private static int[] layersOf(int boxes, List<Scene.Arrow> arrows) {
        List<List<Integer>> givers = new ArrayList<>();
        List<List<Integer>> takers = new ArrayList<>();
        for (int box = 0; box < boxes; box++) {
            givers.add(new ArrayList<>());
            takers.add(new ArrayList<>());
        }
        for (Scene.Arrow arrow : arrows) {
            givers.get(upper(arrow)).add(lower(arrow));
            takers.get(lower(arrow)).add(upper(arrow));
        }
        int[] layer = new int[boxes];
        for (int box = 0; box < boxes; box++) {
            for (int giver : givers.get(box)) {
                layer[box] = Math.max(layer[box], layer[giver] + 1);
            }
        }
        for (int box = boxes - 1; box >= 0; box--) {
            if (takers.get(box).size() > givers.get(box).size()) {
                layer[box] = takers.get(box).stream()
                                .mapToInt(taker -> layer[taker])
                                .min()
                                .orElseThrow()
                        - 1;
            }
        }
        return layer;
    }

    private int[][] neighbours(boolean before) {
        int[] counts = new int[layer.length];
        for (int[] route : routes) {
            for (int i = 1; i < route.length; i++) {
                counts[before ? route[i] : route[i - 1]]++;
            }
        }
        int[][] neighbours = new int[layer.length][];
        for (int cell = 0; cell < layer.length; cell++) {
            neighbours[cell] = new int[counts[cell]];
        }
        for (int[] route : routes) {
            for (int i = 1; i < route.length; i++) {
                int cell = before ? route[i] : route[i - 1];
                neighbours[cell][--counts[cell]] = before ? route[i - 1] : route[i];
            }
        }
        return neighbours;
    }

    /** Cells in the order of their first box: the scene is in depth-first order, which keeps trees free of crossings. */
    private int[][] firstRows() {
        int[] origin = new int[layer.length];
        for (int box = 0; box < boxes; box++) {
            origin[box] = box;
        }
        for (int[] route : routes) {
            for (int i = 1; i < route.length - 1; i++) {
                origin[route[i]] = route[0];
            }
        }
        int depth = Arrays.stream(layer).max().orElse(-1) + 1;
        List<List<Integer>> cells = new ArrayList<>();
        for (int row = 0; row < depth; row++) {
            cells.add(new ArrayList<>());
        }
        for (int cell = 0; cell < layer.length; cell++) {
            cells.get(layer[cell]).add(cell);
        }
        int[][] first = new int[depth][];
        for (int row = 0; row < depth; row++) {
            first[row] = cells.get(row).stream()
                    .sorted((a, b) -> Integer.compare(origin[a], origin[b]))
                    .mapToInt(Integer::intValue)
                    .toArray();
        }
        return first;
    }

    /** Sweeps to and fro, putting each cell at the mean of its neighbours, and keeps the best rows seen. */
    private void untangle() {
        int[][] best = copyOfRows();
        long fewest = Crossings.count(rows, after);
        for (int sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
            sweep(sweep % 2 == 0);
            long crossings = Crossings.count(rows, after);
            if (crossings < fewest) {
                fewest = crossings;
                best = copyOfRows();
            }
        }
        System.arraycopy(best, 0, rows, 0, rows.length);
    }

    private void sweep(boolean forward) {
        double[] place = new double[layer.length];
        for (int step = 0; step < rows.length; step++) {
            int row = forward ? step : rows.length - 1 - step;
            if (step > 0) {
                rows[row] = sortedByMean(rows[row], forward ? before : after, place);
            }
            for (int i = 0; i < rows[row].length; i++) {
                place[rows[row][i]] = i;
            }
        }
    }

    private static int[] sortedByMean(int[] row, int[][] neighbours, double[] place) {
        double[] mean = new double[row.length];
        Integer[] indices = new Integer[row.length];
        for (int i = 0; i < row.length; i++) {
            indices[i] = i;
            mean[i] = Arrays.stream(neighbours[row[i]])
                    .mapToDouble(cell -> place[cell])
                    .average()
                    .orElse(i);
        }
        Arrays.sort(indices, (a, b) -> Double.compare(mean[a], mean[b]));
        return Arrays.stream(indices).mapToInt(i -> row[i]).toArray();
    }

    private int[][] copyOfRows() {
        return Arrays.stream(rows).map(int[]::clone).toArray(int[][]::new);
    }
}

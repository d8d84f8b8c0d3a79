package dev.muster.graph.picture;

import java.util.Arrays;
import java.util.List;

/**
 * Where everything in a picture is, in pixels. Immutable by convention.
 *
 * <p>The layers lie beside each other or below each other, whichever fits a screen better.
 */
final class Layout {

    static final double TITLE_SIZE = 12.5;
    static final double DETAIL_SIZE = 10.5;
    /** How far the second border of a goal lies outside its box. */
    static final double GOAL_BORDER = 3.5;

    private static final double MOST_TEXT_WIDTH = 168;
    private static final double LEAST_BOX_WIDTH = 64;
    private static final double PADDING = 11;
    private static final double ONE_LINE_HEIGHT = 28;
    private static final double TWO_LINES_HEIGHT = 42;
    private static final double GAP_ACROSS = 14;
    private static final double LEAST_GAP_ALONG = 54;
    private static final double MOST_GAP_ALONG = 200;
    /** Steep lines are hard to follow: the wider a picture is across, the further apart its layers. */
    private static final double GAP_FOR_WIDTH = 0.03;

    private static final double PASSING_SIZE = 4;
    private static final double SCREEN_SHAPE = 1.6;
    /** Scrolling down is easier than scrolling to the side, so height counts less. */
    private static final double WEIGHT_OF_HEIGHT = 0.7;

    final double boxWidth;
    final double boxHeight;
    /** Whether layers lie beside each other and arrows go to the right; else below, and arrows go down. */
    final boolean sideways;
    /** The extent of all boxes. */
    final double width;

    final double height;
    private final List<Scene.Box> boxes;
    private final Layers layers;
    private final double[] across;
    private final double pitch;

    Layout(Scene scene) {
        this.boxes = scene.boxes();
        this.layers = Layers.of(scene);
        this.boxWidth = boxWidth(boxes);
        this.boxHeight = boxes.stream().allMatch(box -> box.detail().isEmpty()) ? ONE_LINE_HEIGHT : TWO_LINES_HEIGHT;
        this.sideways = isBetterSideways();
        double[] sizes = new double[layers.layer.length];
        Arrays.fill(sizes, PASSING_SIZE);
        Arrays.fill(sizes, 0, boxes.size(), sideways ? boxHeight : boxWidth);
        this.across = Placement.of(layers, sizes, GAP_ACROSS);
        double extent = 0;
        for (int cell = 0; cell < sizes.length; cell++) {
            extent = Math.max(extent, across[cell] + sizes[cell] / 2);
        }
        double alongSize = sideways ? boxWidth : boxHeight;
        this.pitch = alongSize + gapAlong(extent);
        double along = layers.rows.length == 0 ? 0 : (layers.rows.length - 1) * pitch + alongSize;
        this.width = sideways ? along : extent;
        this.height = sideways ? extent : along;
    }

    private static double boxWidth(List<Scene.Box> boxes) {
        double text = 0;
        for (Scene.Box box : boxes) {
            text = Math.max(text, Lettering.width(box.title(), TITLE_SIZE));
            text = Math.max(text, Lettering.width(box.detail(), DETAIL_SIZE));
        }
        return Math.max(LEAST_BOX_WIDTH, Math.ceil(Math.min(text, MOST_TEXT_WIDTH) + 2 * PADDING));
    }

    private static double gapAlong(double extent) {
        return Math.min(MOST_GAP_ALONG, LEAST_GAP_ALONG + GAP_FOR_WIDTH * extent);
    }

    private boolean isBetterSideways() {
        return screensTaken(true) <= screensTaken(false);
    }

    private double screensTaken(boolean beside) {
        int widest =
                Arrays.stream(layers.rows).mapToInt(row -> row.length).max().orElse(0);
        double extent = widest * ((beside ? boxHeight : boxWidth) + GAP_ACROSS);
        double along = layers.rows.length * ((beside ? boxWidth : boxHeight) + gapAlong(extent));
        return beside
                ? Math.max(along / SCREEN_SHAPE, extent * WEIGHT_OF_HEIGHT)
                : Math.max(extent / SCREEN_SHAPE, along * WEIGHT_OF_HEIGHT);
    }

    /** The room for text in a box. */
    double textWidth() {
        return boxWidth - 2 * PADDING;
    }

    double centreX(int cell) {
        return sideways ? alongCentre(cell) : across[cell];
    }

    double centreY(int cell) {
        return sideways ? across[cell] : alongCentre(cell);
    }

    private double alongCentre(int cell) {
        return layers.layer[cell] * pitch + (sideways ? boxWidth : boxHeight) / 2;
    }

    /** The points an arrow passes, in ascending layers: the edge of a box, the middles of rows, the edge of a box. */
    double[][] points(int arrow) {
        int[] route = layers.routes[arrow];
        double[][] points = new double[route.length][];
        for (int i = 0; i < route.length; i++) {
            points[i] = new double[] {centreX(route[i]), centreY(route[i])};
        }
        int axis = sideways ? 0 : 1;
        points[0][axis] += halfAlong(route[0]);
        points[route.length - 1][axis] -= halfAlong(route[route.length - 1]);
        return points;
    }

    private double halfAlong(int box) {
        return (sideways ? boxWidth : boxHeight) / 2 + (boxes.get(box).goal() ? GOAL_BORDER : 0);
    }
}

package dev.muster.example;

import dev.muster.Delayed;
import dev.muster.Muster;
import dev.muster.Schedulers;
import dev.muster.function.Pair;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Load, transform, combine, as a graph that is described first. Nothing runs before {@code compute}; then the stations are
 * loaded in parallel, and what both results need is made once.
 */
public final class Pipeline {

    private static final int HOURS = 24 * 365;
    private static final double ABSENT = -999;
    private static final List<String> STATIONS = List.of("alta", "bergen", "oslo", "voss");

    private Pipeline() {}

    /** A year of one station. */
    record Series(String station, double[] celsius) implements Serializable {
        double mean() {
            return Arrays.stream(celsius).average().orElse(Double.NaN);
        }
    }

    public static void main(String[] arguments) {
        List<Delayed<Series>> clean = STATIONS.stream()
                .map(station -> Delayed.of(Pipeline::load, station).map(Pipeline::withoutGaps))
                .toList();
        Delayed<Series> warmest = Delayed.combine(Pipeline::warmest, clean);
        Delayed<Double> mean = Delayed.combine(Pipeline::mean, clean);
        Delayed<String> report = Delayed.combine(Pipeline::report, warmest, mean);
        if (arguments.length > 0) {
            report.visualize(Path.of(arguments[0]));
        }
        System.out.println(report.compute());
        Pair<Series, Double> both = Muster.compute(warmest, mean, Schedulers.synchronous()); // the same, in this thread
        System.out.println(report(both.first(), both.second()));
    }

    /** Reads a station's file; here it makes one up, with a gap now and then. */
    static Series load(String station) {
        SplittableRandom random = new SplittableRandom(station.chars().sum());
        double latitude = random.nextDouble(-4, 4);
        return new Series(
                station,
                IntStream.range(0, HOURS)
                        .mapToDouble(hour -> random.nextInt(50) == 0
                                ? ABSENT
                                : 6 + latitude - 9 * Math.cos(2 * Math.PI * hour / HOURS) + random.nextDouble(-3, 3))
                        .toArray());
    }

    static Series withoutGaps(Series raw) {
        return new Series(
                raw.station(),
                Arrays.stream(raw.celsius()).filter(each -> each != ABSENT).toArray());
    }

    static Series warmest(List<Series> all) {
        return all.stream().max(Comparator.comparingDouble(Series::mean)).orElseThrow();
    }

    static double mean(List<Series> all) {
        return all.stream().mapToDouble(Series::mean).average().orElse(Double.NaN);
    }

    static String report(Series warmest, double mean) {
        return "%s is the warmest with %.1f degrees; the mean of all is %.1f"
                .formatted(warmest.station(), warmest.mean(), mean);
    }
}

package dev.muster.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Formats the table: one line per row, printed as soon as its figures are there. Stateless. */
final class Table {
    private static final String FORMAT = "%-18s %-62s %12s %12s %12s  %-5s %s%n";

    private Table() {}

    static String head() {
        return FORMAT.formatted("row", "work", "at least", "aim", Contestant.MUSTER, "", "peers")
                .stripTrailing();
    }

    /** One line; a contestant without a figure failed, and says so. */
    static String line(Row row, Map<String, Double> figures) {
        double muster = figures.getOrDefault(Contestant.MUSTER, Double.NaN);
        List<String> peers = new ArrayList<>();
        figures.forEach((name, figure) -> {
            if (!name.equals(Contestant.MUSTER)) {
                peers.add(name + " " + text(row, figure));
            }
        });
        return FORMAT.formatted(
                        row.name(),
                        row.work(),
                        row.atLeastText(),
                        row.aimText(),
                        figures.containsKey(Contestant.MUSTER) ? text(row, muster) : "",
                        verdict(row, muster),
                        String.join(" · ", peers))
                .stripTrailing();
    }

    private static String text(Row row, double figure) {
        return Double.isNaN(figure) ? "failed" : row.unit().text(figure);
    }

    private static String verdict(Row row, double figure) {
        if (Double.isNaN(figure) || Double.isNaN(row.atLeast())) {
            return "";
        }
        if (row.unit().reaches(figure, row.aim())) {
            return "aim";
        }
        return row.unit().reaches(figure, row.atLeast()) ? "ok" : "short";
    }
}

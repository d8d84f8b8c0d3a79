package dev.muster.benchmark;

/**
 * One line of the table without its figures. Immutable.
 *
 * @param name what selects it on the command line
 * @param work what is done and counted, in a few words
 * @param unit of all its figures
 * @param atLeast what Muster promises to reach; {@code NaN} where nothing is promised
 * @param aim what Muster wants to reach; {@code NaN} where nothing is aimed at
 */
record Row(String name, String work, Unit unit, double atLeast, double aim) {

    static Row promised(String name, String work, Unit unit, double atLeast, double aim) {
        return new Row(name, work, unit, atLeast, aim);
    }

    static Row informative(String name, String work, Unit unit) {
        return new Row(name, work, unit, Double.NaN, Double.NaN);
    }

    String atLeastText() {
        return text(atLeast);
    }

    String aimText() {
        return text(aim);
    }

    private String text(double bound) {
        return Double.isNaN(bound) ? "" : unit.text(bound);
    }
}

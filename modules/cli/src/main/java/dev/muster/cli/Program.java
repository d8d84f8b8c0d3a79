package dev.muster.cli;

/**
 * A program that {@code muster run} knows by a short name. Immutable.
 *
 * @param name what to type
 * @param type its main class
 * @param arguments what it takes, for people
 * @param purpose one sentence
 */
record Program(String name, String type, String arguments, String purpose) {

    private static final int COLUMNS = 4;

    /** Reads one line of a table: four columns between bars. */
    static Program parse(String line) {
        String[] columns = line.split("\\|", -1);
        if (columns.length != COLUMNS) {
            throw new IllegalStateException("\"" + line + "\" in " + Programs.TABLE + " has " + columns.length
                    + " columns; needed are name | class | arguments | purpose");
        }
        return new Program(columns[0].strip(), columns[1].strip(), columns[2].strip(), columns[3].strip());
    }
}

package dev.muster.progress;

/**
 * How the display may look. Immutable.
 *
 * @param colour whether colours are wanted
 * @param unicode whether the terminal shows more than ASCII
 * @param columns its width; at least {@link #NARROWEST}
 */
record Look(boolean colour, boolean unicode, int columns) {

    static final int NARROWEST = 20;
    private static final int WIDEST = 400;

    private static final String ESCAPE = "\u001b[";

    Look {
        columns = Math.max(NARROWEST, Math.min(WIDEST, columns));
    }

    /** The four parts of a bar. */
    enum Part {
        DONE("█", '#', "32"),
        ERRED("█", '!', "31"),
        RUNNING("▒", '+', "33"),
        WAITING("░", '.', "90");

        private final String block;
        private final char plain;
        private final String colour;

        Part(String block, char plain, String colour) {
            this.block = block;
            this.plain = plain;
            this.colour = colour;
        }
    }

    /** So many cells of one part. */
    String cells(Part part, int count) {
        if (count == 0) {
            return "";
        }
        // Without colour the two full blocks would look the same.
        boolean block = unicode && (colour || part != Part.ERRED);
        return coloured(part.colour, (block ? part.block : String.valueOf(part.plain)).repeat(count));
    }

    /** Text in the colour of a part. */
    String text(Part part, String text) {
        return coloured(part.colour, text);
    }

    /** What stands where text was cut. */
    String ellipsis() {
        return unicode ? "…" : "~";
    }

    private String coloured(String code, String text) {
        return colour ? ESCAPE + code + "m" + text + ESCAPE + "0m" : text;
    }
}

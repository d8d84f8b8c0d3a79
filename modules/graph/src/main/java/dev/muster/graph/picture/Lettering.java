package dev.muster.graph.picture;

/** Measures, shortens and escapes the words in a picture. Pure functions. */
final class Lettering {

    /** Stands for a character that XML cannot hold. */
    static final int REPLACEMENT = 0xFFFD;

    private static final String NARROW = "ijlItf.,:;'|!()[]{}-·1 ";
    private static final String WIDE = "mwMW@%&…";

    private Lettering() {}

    /** About how wide the text is in a sans-serif font of this size: a picture has no font to ask. */
    static double width(String text, double fontSize) {
        return fontSize * text.codePoints().mapToDouble(Lettering::widthOf).sum();
    }

    private static double widthOf(int c) {
        if (NARROW.indexOf(c) >= 0) {
            return 0.38;
        }
        if (WIDE.indexOf(c) >= 0) {
            return 0.95;
        }
        if (Character.isIdeographic(c) || c > 0xFFFF) {
            return 1.05;
        }
        return Character.isUpperCase(c) ? 0.72 : 0.61;
    }

    /** The text, or so much of it and an ellipsis as fits the width. */
    static String fitted(String text, double fontSize, double width) {
        if (width(text, fontSize) <= width) {
            return text;
        }
        int[] characters = text.codePoints().toArray();
        int kept = characters.length;
        String shortened = text;
        while (kept > 1 && width(shortened, fontSize) > width) {
            kept--;
            shortened = new String(characters, 0, kept) + "…";
        }
        return shortened;
    }

    /** The text as content or as a quoted attribute of XML 1.0. */
    static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length() + 8);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.appendCodePoint(isPrintable(c) ? c : REPLACEMENT);
            }
        });
        return out.toString();
    }

    /** Whether XML 1.0 can hold the character; lone halves of surrogate pairs it cannot. */
    static boolean isPrintable(int c) {
        return c >= 0x20 && c != 0x7F && !(c >= 0xD800 && c <= 0xDFFF) && c != 0xFFFE && c != 0xFFFF;
    }
}

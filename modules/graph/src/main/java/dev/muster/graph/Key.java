package dev.muster.graph;

import java.io.Serializable;

/**
 * The name of one task in a graph or a session: a prefix that tasks of one kind share and a number. Immutable.
 *
 * <p>The text form is {@code prefix-number}, or the prefix alone if there is no number. Text and key correspond one to
 * one, so a number is kept apart wherever the text ends in one: {@code parse("load-7")} is {@code new Key("load", 7)}.
 * Keys sort by prefix, then by number as a number; a key without a number comes first.
 *
 * @param prefix the part before the number; not empty
 * @param number 0 or more, or {@link #NO_NUMBER}
 */
public record Key(String prefix, long number) implements Comparable<Key>, Serializable {

    /** Stands for the absence of a number. */
    public static final long NO_NUMBER = -1;

    /** Longest decimal text of a {@code long}. */
    private static final int MOST_DIGITS = 19;

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if the prefix is empty, if the number is below {@link #NO_NUMBER}, or if there is
     *     no number but the prefix ends in one, because its text would be that of another key
     */
    public Key {
        if (prefix.isEmpty()) {
            throw new IllegalArgumentException("prefix of a key is empty; give at least one character");
        }
        if (number < NO_NUMBER) {
            throw new IllegalArgumentException(
                    "number of key \"%s\" is %d; it must be 0 or more, or Key.NO_NUMBER".formatted(prefix, number));
        }
        if (number == NO_NUMBER && dashBeforeNumber(prefix) > 0) {
            throw new IllegalArgumentException(
                    "prefix \"%s\" of a key without a number ends in a number; use Key.parse(\"%s\")"
                            .formatted(prefix, prefix));
        }
    }

    /**
     * Returns the key whose text this is; any text but the empty one is the text of exactly one key. A number counts as
     * such if it follows a dash that is not the first character, is written without leading zeros and fits a {@code
     * long}.
     *
     * @throws IllegalArgumentException if the text is empty
     */
    public static Key parse(String text) {
        int dash = dashBeforeNumber(text);
        if (dash <= 0) {
            return new Key(text, NO_NUMBER);
        }
        return new Key(text.substring(0, dash), Long.parseLong(text, dash + 1, text.length(), 10));
    }

    /** Tells whether the key has a number. */
    public boolean hasNumber() {
        return number != NO_NUMBER;
    }

    /** Compares by prefix, then by number. */
    @Override
    public int compareTo(Key other) {
        int byPrefix = prefix.compareTo(other.prefix);
        return byPrefix != 0 ? byPrefix : Long.compare(number, other.number);
    }

    @Override
    public boolean equals(Object other) {
        // The number first: it differs between almost all keys that meet in one bucket.
        return other instanceof Key key && number == key.number && prefix.equals(key.prefix);
    }

    /** A few instructions: a string remembers its own hash. */
    @Override
    public int hashCode() {
        return 31 * prefix.hashCode() + Long.hashCode(number);
    }

    /** The text form, {@code prefix-number} or the prefix alone. */
    @Override
    public String toString() {
        return hasNumber() ? prefix + '-' + number : prefix;
    }

    /** The index of the dash before the number in which the text ends, or -1. */
    private static int dashBeforeNumber(String text) {
        int first = text.length();
        while (first > 0 && isDigit(text.charAt(first - 1))) {
            first--;
        }
        int digits = text.length() - first;
        boolean dashed = first >= 2 && text.charAt(first - 1) == '-';
        if (!dashed || digits == 0 || digits > MOST_DIGITS || (digits > 1 && text.charAt(first) == '0')) {
            return -1;
        }
        boolean fits = digits < MOST_DIGITS || text.substring(first).compareTo(Long.toString(Long.MAX_VALUE)) <= 0;
        return fits ? first - 1 : -1;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}

package dev.muster.config;

import java.io.Serializable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ports a server may listen on: it takes the first that is free. Immutable.
 *
 * @param first the lowest port, at least 1
 * @param last the highest port, at least {@code first}, at most 65535
 */
public record PortRange(int first, int last) implements Serializable {

    private static final Pattern FORM = Pattern.compile("([0-9]{1,5})(?:\\s*-\\s*([0-9]{1,5}))?");

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException if a port is out of its bounds or the two are the wrong way round
     */
    public PortRange {
        if (first < 1 || last > 65535 || first > last) {
            throw new IllegalArgumentException(
                    "ports " + first + "-" + last + ": they must lie from 1 to 65535, the lower one first");
        }
    }

    /**
     * Reads a range as people write it.
     *
     * @param text a port, {@code 9000}, or two, {@code 9000-9100}
     * @return the range
     * @throws IllegalArgumentException if the text has another form or is out of its bounds
     */
    public static PortRange parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is no port range: write 9000 or 9000-9100");
        }
        int first = Integer.parseInt(form.group(1));
        return new PortRange(first, form.group(2) == null ? first : Integer.parseInt(form.group(2)));
    }

    /**
     * The range as {@link #parse} reads it.
     *
     * @return one port or two
     */
    @Override
    public String toString() {
        return first == last ? String.valueOf(first) : first + "-" + last;
    }
}

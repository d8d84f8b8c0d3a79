package dev.muster.config;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of bytes that knows how people write it. Immutable.
 *
 * <p>Units are {@code B}; {@code KiB MiB GiB TiB}, powers of 1024; and {@code kB MB GB TB}, powers of 1000. Letters may
 * be of either case.
 *
 * @param bytes how many, at least 0
 */
public record DataSize(long bytes) implements Comparable<DataSize>, Serializable {

    private static final Pattern FORM = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)\\s*([A-Za-z]*)");
    private static final String[] BINARY = {"B", "KiB", "MiB", "GiB", "TiB"};
    private static final String[] DECIMAL = {"B", "kB", "MB", "GB", "TB"};

    /**
     * Checks the bound.
     *
     * @throws IllegalArgumentException if {@code bytes} is negative
     */
    public DataSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("bytes=" + bytes + ": at least 0 is needed");
        }
    }

    /**
     * Reads a size as people write it.
     *
     * @param text a number and a unit, such as {@code 64KiB}, {@code 1.5 GiB} or {@code 300MB}; a bare whole number is
     *     bytes
     * @return the size; a part of a byte is rounded down
     * @throws IllegalArgumentException if the text has another form, or means more bytes than a {@code long} holds
     */
    public static DataSize parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches() || (form.group(2).isEmpty() && form.group(1).contains("."))) {
            throw refusal(text, "a number and a unit are needed, such as 64KiB, 1.5GiB or 300MB");
        }
        BigDecimal bytes = new BigDecimal(form.group(1)).multiply(unit(text, form.group(2)));
        if (bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw refusal(text, "at most " + Long.MAX_VALUE + " bytes can be counted");
        }
        return new DataSize(bytes.setScale(0, RoundingMode.DOWN).longValueExact());
    }

    private static BigDecimal unit(String text, String name) {
        for (int power = 0; power < BINARY.length; power++) {
            if (name.equalsIgnoreCase(BINARY[power])) {
                return BigDecimal.valueOf(1024).pow(power);
            }
            if (name.equalsIgnoreCase(DECIMAL[power]) || name.isEmpty()) {
                return BigDecimal.valueOf(1000).pow(power);
            }
        }
        // A bare G is 1024³ to the java command and 1000³ to a disk's maker: better to ask than to guess.
        throw refusal(text, "the unit must be one of B, KiB, MiB, GiB, TiB, kB, MB, GB, TB");
    }

    private static IllegalArgumentException refusal(String text, String remedy) {
        return new IllegalArgumentException("\"" + text + "\" is not a size: " + remedy);
    }

    /**
     * The size for people to read, to two places: {@code 31.38 GiB}.
     *
     * @return the text; not exact
     */
    public String approximate() {
        int power = 0;
        double amount = bytes;
        while (amount >= 1024 && power < BINARY.length - 1) {
            amount /= 1024;
            power++;
        }
        return power == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.2f %s", amount, BINARY[power]);
    }

    /**
     * The exact size in the largest unit that keeps it whole: {@code 256MiB}, {@code 1500B}. {@link #parse} reads it.
     *
     * @return the text
     */
    @Override
    public String toString() {
        int power = 0;
        long amount = bytes;
        while (amount > 0 && amount % 1024 == 0 && power < BINARY.length - 1) {
            amount /= 1024;
            power++;
        }
        return amount + BINARY[power];
    }

    @Override
    public int compareTo(DataSize other) {
        return Long.compare(bytes, other.bytes);
    }
}

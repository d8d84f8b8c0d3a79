package dev.muster.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a key takes: a type, its bounds, and the words that say so. Immutable.
 *
 * @param type what {@link #read} gives
 * @param allowed what is allowed, to stand after "allowed is"
 * @param automatic whether {@code auto} is allowed too, which reads as {@code null}
 * @param reading text to value; throws {@link IllegalArgumentException} on what is not allowed
 */
record Kind(Class<?> type, String allowed, boolean automatic, Function<String, Object> reading) {

    /** What a plug-in's key takes when only its default is known: the reader decides. */
    static final Kind FREE = new Kind(Object.class, "any text", false, text -> text);

    static final Kind FLAG = new Kind(Boolean.class, "true or false", false, Kind::flag);

    static final Kind NAME =
            new Kind(String.class, "a name: letters, digits, points, hyphens and underscores", false, Kind::name);

    static final Kind MEMORY_LIMIT = new Kind(
            MemoryLimit.class,
            "auto, a size such as 4GiB of at least " + MemoryLimit.SMALLEST
                    + ", a fraction of the machine's memory such as 0.5, or 0 for none",
            false,
            MemoryLimit::parse);

    static final Kind PORTS =
            new Kind(PortRange.class, "a port or a range such as 9000-9100, from 1 to 65535", false, PortRange::parse);

    static Kind integer(int least) {
        return new Kind(Integer.class, "a whole number from " + least + " to " + Integer.MAX_VALUE, false, text -> {
            int number = Integer.parseInt(text);
            return require(number >= least, number);
        });
    }

    static Kind real(double least, double most) {
        return new Kind(Double.class, "a number from " + least + " to " + most, false, text -> {
            double number = Double.parseDouble(text);
            return require(number >= least && number <= most, number);
        });
    }

    static Kind duration(Duration least) {
        String allowed = "a duration with its unit, such as 100ms, 30s or 5m, from " + DurationText.format(least)
                + " to " + DurationText.format(DurationText.LONGEST);
        return new Kind(Duration.class, allowed, false, text -> {
            Duration duration = DurationText.parse(text);
            return require(duration.compareTo(least) >= 0, duration);
        });
    }

    static Kind size(long least) {
        String allowed = "a size with its unit, such as 64KiB, 1.5GiB or 300MB, of at least " + least + "B";
        return new Kind(DataSize.class, allowed, false, text -> {
            DataSize size = DataSize.parse(text);
            return require(size.bytes() >= least, size);
        });
    }

    static Kind choice(Class<?> enumType) {
        List<Enum<?>> constants = Arrays.stream(enumType.getEnumConstants())
                .<Enum<?>>map(constant -> (Enum<?>) constant)
                .toList();
        String allowed = constants.stream().map(Kind::word).collect(Collectors.joining(" or "));
        return new Kind(
                enumType,
                allowed,
                false,
                text -> constants.stream()
                        .filter(constant -> word(constant).equalsIgnoreCase(text))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(text)));
    }

    /** What a key takes of which only the reader knows the type. */
    static Kind unbounded(Class<?> type) {
        if (type == Integer.class) {
            return integer(Integer.MIN_VALUE);
        }
        if (type == Double.class) {
            return real(-Double.MAX_VALUE, Double.MAX_VALUE);
        }
        if (type == Boolean.class) {
            return FLAG;
        }
        if (type == Duration.class) {
            return duration(Duration.ZERO);
        }
        if (type == DataSize.class) {
            return size(0);
        }
        if (type.isEnum()) {
            return choice(type);
        }
        throw new IllegalArgumentException("type=" + type.getName() + " cannot be read from a setting");
    }

    /** Whether the type is the reader's to decide. */
    boolean isFree() {
        return type == Object.class;
    }

    /** The same, or {@code auto}. */
    Kind orAuto() {
        return new Kind(type, "auto, or " + allowed, true, reading);
    }

    /** How a constant is written in a setting: in lower case with hyphens. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The value of a text.
     *
     * @throws IllegalArgumentException if it is not allowed; the words for it are in {@link #allowed()}
     */
    @Nullable
    Object read(String text) {
        String stripped = text.strip();
        return automatic && stripped.equalsIgnoreCase("auto") ? null : reading.apply(stripped);
    }

    private static Object flag(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on" -> true;
            case "false", "no", "off" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static Object name(String text) {
        return require(text.matches("[A-Za-z0-9._-]+"), text);
    }

    private static Object require(boolean met, Object value) {
        if (!met) {
            throw new IllegalArgumentException(String.valueOf(value));
        }
        return value;
    }
}

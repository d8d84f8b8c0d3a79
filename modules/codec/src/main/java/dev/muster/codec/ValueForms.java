package dev.muster.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Date;
import java.util.DoubleSummaryStatistics;
import java.util.IntSummaryStatistics;
import java.util.LongSummaryStatistics;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Forms of values of the JDK that hold no other objects. Stateless. */
final class ValueForms {
    private ValueForms() {}

    static final Form INTEGER = Form.plain((ByteSink out, Integer value) -> out.number(value), in -> in.integer());
    static final Form LONG = Form.plain((ByteSink out, Long value) -> out.number(value), in -> in.number());
    static final Form DOUBLE =
            Form.plain((ByteSink out, Double value) -> write(out, value.doubleValue()), ValueForms::real);
    static final Form FLOAT = Form.plain(
            (ByteSink out, Float value) -> out.fixedInt(Float.floatToRawIntBits(value)),
            in -> Float.intBitsToFloat(in.fixedInt()));
    static final Form SHORT = Form.plain((ByteSink out, Short value) -> out.number(value), in -> (short) in.integer());
    static final Form BYTE = Form.plain((ByteSink out, Byte value) -> out.octet(value), in -> (byte) in.octet());
    static final Form CHARACTER =
            Form.plain((ByteSink out, Character value) -> out.number(value), in -> (char) in.integer());
    static final Form BOOLEAN = Form.plain((ByteSink out, Boolean value) -> out.flag(value), in -> in.flag());
    static final Form TEXT = Form.plain((ByteSink out, String value) -> Texts.write(out, value), in -> Texts.read(in));

    static final Form BIG_INTEGER =
            Form.plain((ByteSink out, BigInteger value) -> write(out, value), in -> bigInteger(in));
    static final Form BIG_DECIMAL = Form.plain(
            (ByteSink out, BigDecimal value) -> {
                write(out, value.unscaledValue());
                out.number(value.scale());
            },
            in -> new BigDecimal(bigInteger(in), in.integer()));

    static final Form UUID = Form.plain(
            (ByteSink out, java.util.UUID value) -> {
                out.fixedLong(value.getMostSignificantBits());
                out.fixedLong(value.getLeastSignificantBits());
            },
            in -> new java.util.UUID(in.fixedLong(), in.fixedLong()));

    @SuppressWarnings("JavaUtilDate") // users have them
    static final Form DATE =
            Form.plain((ByteSink out, Date value) -> out.number(value.getTime()), in -> new Date(in.number()));

    static final Form INSTANT = Form.plain(
            (ByteSink out, Instant value) -> {
                out.number(value.getEpochSecond());
                out.number(value.getNano());
            },
            in -> Instant.ofEpochSecond(in.number(), in.integer()));
    static final Form DURATION = Form.plain(
            (ByteSink out, Duration value) -> {
                out.number(value.getSeconds());
                out.number(value.getNano());
            },
            in -> Duration.ofSeconds(in.number(), in.integer()));
    static final Form LOCAL_DATE = Form.plain((ByteSink out, LocalDate value) -> write(out, value), in -> date(in));
    static final Form LOCAL_TIME = Form.plain((ByteSink out, LocalTime value) -> write(out, value), in -> time(in));
    static final Form LOCAL_DATE_TIME = Form.plain(
            (ByteSink out, LocalDateTime value) -> {
                write(out, value.toLocalDate());
                write(out, value.toLocalTime());
            },
            in -> LocalDateTime.of(date(in), time(in)));

    static final Form OPTIONAL_INT = Form.plain(
            (ByteSink out, OptionalInt value) -> {
                out.flag(value.isPresent());
                out.number(value.orElse(0));
            },
            in -> {
                boolean present = in.flag();
                int value = in.integer();
                return present ? OptionalInt.of(value) : OptionalInt.empty();
            });
    static final Form OPTIONAL_LONG = Form.plain(
            (ByteSink out, OptionalLong value) -> {
                out.flag(value.isPresent());
                out.number(value.orElse(0));
            },
            in -> {
                boolean present = in.flag();
                long value = in.number();
                return present ? OptionalLong.of(value) : OptionalLong.empty();
            });
    static final Form OPTIONAL_DOUBLE = Form.plain(
            (ByteSink out, OptionalDouble value) -> {
                out.flag(value.isPresent());
                write(out, value.orElse(0));
            },
            in -> {
                boolean present = in.flag();
                double value = real(in);
                return present ? OptionalDouble.of(value) : OptionalDouble.empty();
            });

    static final Form INT_STATISTICS = Form.plain(
            (ByteSink out, IntSummaryStatistics value) -> {
                out.number(value.getCount());
                out.number(value.getMin());
                out.number(value.getMax());
                out.number(value.getSum());
            },
            in -> new IntSummaryStatistics(in.number(), in.integer(), in.integer(), in.number()));
    static final Form LONG_STATISTICS = Form.plain(
            (ByteSink out, LongSummaryStatistics value) -> {
                out.number(value.getCount());
                out.number(value.getMin());
                out.number(value.getMax());
                out.number(value.getSum());
            },
            in -> new LongSummaryStatistics(in.number(), in.number(), in.number(), in.number()));
    /** The sum, not the error term that its further additions would use. */
    static final Form DOUBLE_STATISTICS = Form.plain(
            (ByteSink out, DoubleSummaryStatistics value) -> {
                out.number(value.getCount());
                write(out, value.getMin());
                write(out, value.getMax());
                write(out, value.getSum());
            },
            in -> new DoubleSummaryStatistics(in.number(), real(in), real(in), real(in)));

    private static void write(ByteSink out, double value) {
        out.fixedLong(Double.doubleToRawLongBits(value));
    }

    private static double real(ByteSource in) {
        return Double.longBitsToDouble(in.fixedLong());
    }

    private static void write(ByteSink out, BigInteger value) {
        byte[] bytes = value.toByteArray();
        out.count(bytes.length);
        out.writeBytes(bytes, 0, bytes.length);
    }

    private static BigInteger bigInteger(ByteSource in) {
        int length = in.count();
        return new BigInteger(in.array(), in.skip(length, 1), length);
    }

    private static void write(ByteSink out, LocalDate value) {
        out.number(value.toEpochDay());
    }

    private static LocalDate date(ByteSource in) {
        return LocalDate.ofEpochDay(in.number());
    }

    private static void write(ByteSink out, LocalTime value) {
        out.number(value.toNanoOfDay());
    }

    private static LocalTime time(ByteSource in) {
        return LocalTime.ofNanoOfDay(in.number());
    }
}

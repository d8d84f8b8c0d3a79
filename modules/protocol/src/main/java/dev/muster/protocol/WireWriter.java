package dev.muster.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Writes the wire format's atoms into a growing array. Owned by one {@link FrameWriter}. The reader's twin. */
final class WireWriter {
    static final int NULL = 0;
    static final int KEPT = 1;
    static final int PLAIN = 2;
    static final int BUFFERED = 3;

    /** A buffer that has grown beyond this is not kept for the next frame. */
    static final int LARGEST_KEPT = 256 << 10;

    private static final int FIRST_CAPACITY = 4 << 10;
    private static final int MANY_SPECS = 64;

    private final int limit;
    private IdentityHashMap<TaskSpec, Integer> specs = new IdentityHashMap<>();
    private byte[] buffer;
    private int position;

    WireWriter(int limit) {
        this.limit = limit;
        this.buffer = new byte[Math.min(limit, FIRST_CAPACITY)];
    }

    /** The frame would exceed its limit. Without a stack: it is control flow within this package. */
    static final class Full extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("StaticAssignmentOfThrowable") // it has neither stack nor suppressed exceptions
        static final Full FULL = new Full();

        private Full() {
            super("frame full", null, false, false);
        }
    }

    void reset() {
        position = 0;
        if (specs.size() > MANY_SPECS) {
            // Clearing costs the table's size: one frame of many would make every later one dear.
            specs = new IdentityHashMap<>();
        } else if (!specs.isEmpty()) {
            specs.clear();
        }
    }

    int position() {
        return position;
    }

    /** The bytes so far in an array that is the caller's: a copy, or a large buffer itself. */
    Frame.Bytes take() {
        byte[] written = buffer;
        if (written.length > LARGEST_KEPT) {
            buffer = new byte[Math.min(limit, FIRST_CAPACITY)];
        }
        return written.length > LARGEST_KEPT && position > written.length / 2
                ? new Frame.Bytes(written, 0, position)
                : Frame.Bytes.of(Arrays.copyOf(written, position));
    }

    /** How many specifications the frame has defined. */
    int specs() {
        return specs.size();
    }

    void rollBack(int toPosition, int toSpecs) {
        position = toPosition;
        if (buffer.length > LARGEST_KEPT && position < buffer.length / 2) {
            buffer = Arrays.copyOf(buffer, Math.max(position, FIRST_CAPACITY));
        }
        if (specs.size() > toSpecs) {
            specs.values().removeIf(number -> number >= toSpecs);
        }
    }

    private void room(int bytes) {
        if (bytes > limit - position) {
            throw Full.FULL;
        }
        if (bytes > buffer.length - position) {
            long doubled = Math.max(2L * buffer.length, (long) position + bytes);
            buffer = Arrays.copyOf(buffer, (int) Math.min(limit, doubled));
        }
    }

    void octet(int value) {
        room(1);
        buffer[position++] = (byte) value;
    }

    void flag(boolean value) {
        octet(value ? 1 : 0);
    }

    void fixedInt(int value) {
        room(4);
        position += 4;
        patchInt(position - 4, value);
    }

    void patchInt(int at, int value) {
        buffer[at] = (byte) (value >>> 24);
        buffer[at + 1] = (byte) (value >>> 16);
        buffer[at + 2] = (byte) (value >>> 8);
        buffer[at + 3] = (byte) value;
    }

    void fixedLong(long value) {
        fixedInt((int) (value >>> 32));
        fixedInt((int) value);
    }

    void real(double value) {
        fixedLong(Double.doubleToRawLongBits(value));
    }

    /** A signed number. */
    void number(long value) {
        leb128(value << 1 ^ value >> 63);
    }

    /** A number that is never negative: a count, a length, an index. */
    void count(int value) {
        if (value < 0) {
            throw new IllegalArgumentException("a count or length of " + value + " cannot be written");
        }
        leb128(value);
    }

    private void leb128(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            octet((int) (rest | 0x80));
            rest >>>= 7;
        }
        octet((int) rest);
    }

    void octets(byte[] bytes, int offset, int length) {
        count(length);
        raw(bytes, offset, length);
    }

    void raw(byte[] bytes, int offset, int length) {
        room(length);
        System.arraycopy(bytes, offset, buffer, position, length);
        position += length;
    }

    void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        octets(bytes, 0, bytes.length);
    }

    void textOrNull(@Nullable String text) {
        flag(text != null);
        if (text != null) {
            text(text);
        }
    }

    @SuppressWarnings("EnumOrdinal") // the order of these enums is part of the format's version
    void choice(Enum<?> constant) {
        octet(constant.ordinal());
    }

    void numbers(long[] numbers) {
        count(numbers.length);
        for (long number : numbers) {
            number(number);
        }
    }

    <T> void list(Collection<? extends T> elements, BiConsumer<WireWriter, ? super T> each) {
        count(elements.size());
        for (T element : elements) {
            each.accept(this, element);
        }
    }

    <T> void map(Map<String, T> map, BiConsumer<WireWriter, ? super T> each) {
        count(map.size());
        map.forEach((key, value) -> {
            text(key);
            each.accept(this, value);
        });
    }

    void peer(Peer peer) {
        fixedLong(peer.id());
        number(peer.epoch());
    }

    void span(Span span) {
        number(span.first());
        count(span.count());
        number(span.attempt());
    }

    void spans(List<Span> spans) {
        list(spans, WireWriter::span);
    }

    void payload(Payload payload) {
        if (payload.buffers().isEmpty()) {
            octet(PLAIN);
            octets(payload.bytes(), payload.offset(), payload.length());
            return;
        }
        octet(BUFFERED);
        octets(payload.bytes(), payload.offset(), payload.length());
        list(payload.buffers(), (out, bytes) -> out.octets(bytes, 0, bytes.length));
    }

    /** A user's object: a payload, null, or the word that it stayed at the worker. */
    void value(@Nullable Object value) {
        if (value == null) {
            octet(NULL);
        } else if (value == Kept.AT_WORKER) {
            octet(KEPT);
        } else {
            payload(encoded(value));
        }
    }

    /** Where a user's object is needed: a function. */
    static Payload encoded(Object value) {
        if (value instanceof Payload payload) {
            return payload;
        }
        throw new IllegalArgumentException(
                "a live object of " + value.getClass().getName()
                        + " is in a message for a link that carries bytes; it must be encoded to a Payload first");
    }

    /** A specification: in full the first time in this frame, then by number. */
    void spec(TaskSpec spec) {
        Integer known = specs.get(spec);
        if (known != null) {
            count(known + 1);
            return;
        }
        count(0);
        SpecCode.write(this, spec);
        specs.put(spec, specs.size());
    }
}

package dev.muster.protocol;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The content of a message as text, field by field: two messages say the same exactly if their texts are equal. Needed
 * because records compare arrays by identity, and because a window of an array says the same as a copy of it.
 */
final class Texts {
    private Texts() {}

    static String of(Object value) {
        if (value instanceof Payload payload) {
            return "payload(" + hex(payload.bytes(), payload.offset(), payload.length()) + of(payload.buffers()) + ")";
        }
        if (value instanceof Arguments.Encoded rows) {
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < rows.count(); i++) {
                texts.add(of(rows.row(i)));
            }
            return "rows(" + rows.arity() + texts + ")";
        }
        if (value instanceof Completion.Range range) {
            Object[] window = Arrays.copyOfRange(range.values(), range.offset(), range.offset() + range.count());
            return "range(" + of(List.of(range.first(), range.attempt(), range.nanos(), range.slowestNanos()))
                    + of(window) + ")";
        }
        if (value instanceof byte[] bytes) {
            return hex(bytes, 0, bytes.length);
        }
        return value instanceof Record message ? ofFields(message) : ofMany(value);
    }

    private static String ofFields(Record message) {
        StringBuilder text = new StringBuilder(message.getClass().getSimpleName()).append('{');
        for (RecordComponent field : message.getClass().getRecordComponents()) {
            try {
                text.append(field.getName())
                        .append('=')
                        .append(of(field.getAccessor().invoke(message)))
                        .append(' ');
            } catch (ReflectiveOperationException impossible) {
                throw new LinkageError(field.toString(), impossible);
            }
        }
        return text.append('}').toString();
    }

    private static String ofMany(Object value) {
        if (value instanceof long[] numbers) {
            return Arrays.toString(numbers);
        }
        if (value instanceof Object[] elements) {
            return of(Arrays.asList(elements));
        }
        if (value instanceof Collection<?> elements) {
            List<String> texts = new ArrayList<>();
            elements.forEach(element -> texts.add(of(element)));
            return value instanceof java.util.Set ? new TreeSet<>(texts).toString() : texts.toString();
        }
        if (value instanceof Map<?, ?> map) {
            TreeMap<String, String> texts = new TreeMap<>();
            map.forEach((key, element) -> texts.put(of(key), of(element)));
            return texts.toString();
        }
        return String.valueOf(value);
    }

    private static String hex(byte[] bytes, int offset, int length) {
        return HexFormat.of().formatHex(bytes, offset, offset + length);
    }
}

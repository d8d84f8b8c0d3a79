package dev.muster.client;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gathers the inputs of a map into one array, row after row. Stateless. */
final class Rows {

    private Rows() {}

    static @Nullable Object[] of(Iterable<?> inputs) {
        return array(inputs, "inputs");
    }

    static @Nullable Object[] of(Iterable<?> first, Iterable<?> second) {
        return zipped(List.of("first", "second"), array(first, "first"), array(second, "second"));
    }

    static @Nullable Object[] of(Iterable<?> first, Iterable<?> second, Iterable<?> third) {
        return zipped(
                List.of("first", "second", "third"),
                array(first, "first"),
                array(second, "second"),
                array(third, "third"));
    }

    private static @Nullable Object[] array(Iterable<?> inputs, String parameter) {
        if (Require.given(inputs, parameter) instanceof Collection<?> collection) {
            return collection.toArray();
        }
        List<Object> all = new ArrayList<>();
        inputs.forEach(all::add);
        return all.toArray();
    }

    private static @Nullable Object[] zipped(List<String> names, @Nullable Object[]... columns) {
        int count = columns[0].length;
        @Nullable Object[] rows = new Object[Math.multiplyExact(count, columns.length)];
        for (int column = 0; column < columns.length; column++) {
            if (columns[column].length != count) {
                throw new IllegalArgumentException(
                        names.get(column) + " has " + columns[column].length + " elements, but " + names.get(0)
                                + " has " + count + ": map needs one of each for every task");
            }
            for (int row = 0; row < count; row++) {
                rows[row * columns.length + column] = columns[column][row];
            }
        }
        return rows;
    }
}

package dev.muster.codec;

import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Forms of collections and maps of the JDK. Stateless. */
@SuppressWarnings({"unchecked", "rawtypes", "NullAway"}) // elements are users' and may be null
final class CollectionForms {
    private CollectionForms() {}

    static Set<Object> hashSet(int size) {
        return new HashSet<>(capacity(size));
    }

    static Set<Object> linkedHashSet(int size) {
        return new LinkedHashSet<>(capacity(size));
    }

    static Map<Object, Object> hashMap(int size) {
        return new HashMap<>(capacity(size));
    }

    private static int capacity(int size) {
        return (int) Math.min(1 << 30, size * 4L / 3 + 1);
    }

    /** A collection that is made empty and filled. */
    static Form filled(IntFunction<? extends Collection<Object>> make) {
        return new Form(false) {
            @Override
            void write(Coder coder, ByteSink out, Object value) {
                writeAll(coder, out, ((Collection<?>) value).toArray());
            }

            @Override
            Object read(Coder coder, ByteSource in) {
                int size = in.count();
                Collection<Object> made = make.apply(size);
                coder.reference(made);
                fill(coder, in, made, size);
                return made;
            }
        };
    }

    /** A view of something that stays behind: its elements, in a collection of their own. */
    static Form copy(IntFunction<? extends Collection<Object>> make) {
        return filled(make);
    }

    static final Form SORTED_SET = new Form(false) {
        @Override
        void write(Coder coder, ByteSink out, Object value) {
            coder.writeClassAndObject(out, ((SortedSet<?>) value).comparator());
            writeAll(coder, out, ((SortedSet<?>) value).toArray());
        }

        @Override
        Object read(Coder coder, ByteSource in) {
            TreeSet<Object> made = new TreeSet<>((Comparator<Object>) coder.readClassAndObject(in));
            coder.reference(made);
            fill(coder, in, made, in.count());
            return made;
        }
    };

    /** A map that is made empty and filled. */
    static Form map(IntFunction<? extends Map<Object, Object>> make) {
        return new Form(false) {
            @Override
            void write(Coder coder, ByteSink out, Object value) {
                writeEntries(coder, out, (Map<?, ?>) value);
            }

            @Override
            Object read(Coder coder, ByteSource in) {
                int size = in.count();
                Map<Object, Object> made = make.apply(size);
                coder.reference(made);
                fill(coder, in, made, size);
                return made;
            }
        };
    }

    static final Form MAP_COPY = map(size -> new LinkedHashMap<>(capacity(size)));

    static final Form SORTED_MAP = new Form(false) {
        @Override
        void write(Coder coder, ByteSink out, Object value) {
            coder.writeClassAndObject(out, ((SortedMap<?, ?>) value).comparator());
            writeEntries(coder, out, (Map<?, ?>) value);
        }

        @Override
        Object read(Coder coder, ByteSource in) {
            TreeMap<Object, Object> made = new TreeMap<>((Comparator<Object>) coder.readClassAndObject(in));
            coder.reference(made);
            fill(coder, in, made, in.count());
            return made;
        }
    };

    /**
     * {@code List.of} and {@code Stream.toList}, whose classes are the same. The one refuses to be asked for null, which can
     * only be found out by asking, at the price of an exception; all come back as the kind that answers.
     */
    static final Form LIST_OF = Form.of(
            (Coder coder, ByteSink out, List<?> value) -> writeAll(coder, out, value.toArray()),
            (coder, in) -> Arrays.stream(readAll(coder, in)).toList());

    /** {@code List.of} of one or two elements, which are never null. */
    static final Form SHORT_LIST_OF = Form.of(
            (Coder coder, ByteSink out, List<?> value) -> writeAll(coder, out, value.toArray()),
            (coder, in) -> List.of(readAll(coder, in)));

    static final Form SET_OF = Form.of(
            (Coder coder, ByteSink out, Set<?> value) -> writeAll(coder, out, value.toArray()),
            (coder, in) -> Set.of(readAll(coder, in)));

    static final Form MAP_OF =
            Form.of((Coder coder, ByteSink out, Map<?, ?> value) -> writeEntries(coder, out, value), (coder, in) -> {
                Map.Entry<Object, Object>[] entries = new Map.Entry[in.count()];
                for (int i = 0; i < entries.length; i++) {
                    entries[i] = Map.entry(coder.readClassAndObject(in), coder.readClassAndObject(in));
                }
                return Map.ofEntries(entries);
            });

    static final Form ENTRY = Form.of(
            CollectionForms::writeEntry,
            (coder, in) -> Map.entry(coder.readClassAndObject(in), coder.readClassAndObject(in)));

    /** An entry of a map that stays behind. */
    static final Form ENTRY_COPY = Form.<Map.Entry<?, ?>>of(
            CollectionForms::writeEntry,
            (coder, in) -> new AbstractMap.SimpleEntry<>(coder.readClassAndObject(in), coder.readClassAndObject(in)));

    static final Form OPTIONAL = Form.of(
            (Coder coder, ByteSink out, Optional<?> value) -> coder.writeClassAndObject(out, value.orElse(null)),
            (coder, in) -> Optional.ofNullable(coder.readClassAndObject(in)));

    private static void writeEntry(Coder coder, ByteSink out, Map.Entry<?, ?> entry) {
        coder.writeClassAndObject(out, entry.getKey());
        coder.writeClassAndObject(out, entry.getValue());
    }

    private static void writeAll(Coder coder, ByteSink out, @Nullable Object[] elements) {
        out.count(elements.length);
        for (Object element : elements) {
            coder.writeClassAndObject(out, element);
        }
    }

    private static Object[] readAll(Coder coder, ByteSource in) {
        List<Object> elements = new ArrayList<>();
        fill(coder, in, elements, in.count());
        return elements.toArray();
    }

    private static void fill(Coder coder, ByteSource in, Collection<Object> made, int size) {
        for (int i = 0; i < size; i++) {
            made.add(coder.readClassAndObject(in));
        }
    }

    private static void writeEntries(Coder coder, ByteSink out, Map<?, ?> map) {
        Object[] entries = map.entrySet().toArray();
        out.count(entries.length);
        for (Object entry : entries) {
            if (entry == null) {
                throw new ConcurrentModificationException("a map was changed while it was encoded");
            }
            writeEntry(coder, out, (Map.Entry<?, ?>) entry);
        }
    }

    private static void fill(Coder coder, ByteSource in, Map<Object, Object> made, int size) {
        for (int i = 0; i < size; i++) {
            made.put(coder.readClassAndObject(in), coder.readClassAndObject(in));
        }
    }
}

package dev.muster.codec;

import com.esotericsoftware.kryo.kryo5.Registration;
import dev.muster.codec.Refused.Reason;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Date;
import java.util.DoubleSummaryStatistics;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.IntSummaryStatistics;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;

/**
 * The classes that have numbers in encoded values. Immutable. A number, once given, is never given to another class;
 * the print of the whole table is compared when nodes meet.
 */
final class Registry {
    private static final int VERSION = 1;
    private static final int SIZE = 96;

    private static final Registration[] BY_ID = new Registration[SIZE];
    private static final Map<Class<?>, Registration> BY_CLASS = new HashMap<>();

    static final Registration STREAM;
    static final Registration LAMBDA;
    static final Registration PROXY;
    private static final Registration PATH;
    private static final Registration BUFFER;
    private static final Registration CHARSET;
    private static final Registration LIST_COPY;
    private static final Registration SET_COPY;
    private static final Registration SORTED_SET_COPY;
    private static final Registration MAP_COPY;
    private static final Registration SORTED_MAP_COPY;
    private static final Registration COLLECTION_COPY;
    private static final Registration ENTRY_COPY;

    /** What tells this table from another one. */
    static final String PRINT;

    static {
        KryoStart.ensure();
        scalars();
        for (int code = 0; code < PrimitiveArrays.TYPES.size(); code++) {
            add(
                    10 + code,
                    new PrimitiveArrayForm(code),
                    PrimitiveArrays.TYPES.get(code).arrayType());
        }
        add(18, new ArrayForm(Object.class), Object[].class);
        add(19, new ArrayForm(String.class), String[].class);
        collections();
        values();
        add(60, SystemForms.CLASS, Class.class);
        add(61, new FieldsForm(Object.class, List.of()), Object.class);
        STREAM = mark(70, new StreamForm(), StreamForm.class);
        LAMBDA = mark(71, new LambdaForm(), LambdaForm.class);
        PROXY = mark(72, SystemForms.PROXY, java.lang.reflect.Proxy.class);
        PATH = mark(73, SystemForms.PATH, Path.class);
        BUFFER = mark(74, SystemForms.BUFFER, ByteBuffer.class);
        CHARSET = mark(75, SystemForms.CHARSET, Charset.class);
        LIST_COPY = mark(80, CollectionForms.copy(ArrayList::new), List.class);
        SET_COPY = mark(81, CollectionForms.copy(LinkedHashSet::new), Set.class);
        SORTED_SET_COPY = mark(82, CollectionForms.SORTED_SET, SortedSet.class);
        MAP_COPY = mark(83, CollectionForms.MAP_COPY, Map.class);
        SORTED_MAP_COPY = mark(84, CollectionForms.SORTED_MAP, SortedMap.class);
        COLLECTION_COPY = mark(85, CollectionForms.copy(ArrayList::new), Collection.class);
        ENTRY_COPY = mark(86, CollectionForms.ENTRY_COPY, Map.Entry.class);
        PRINT = print();
    }

    private Registry() {}

    private static void scalars() {
        add(0, ValueForms.INTEGER, Integer.class, int.class);
        add(1, ValueForms.LONG, Long.class, long.class);
        add(2, ValueForms.DOUBLE, Double.class, double.class);
        add(3, ValueForms.FLOAT, Float.class, float.class);
        add(4, ValueForms.SHORT, Short.class, short.class);
        add(5, ValueForms.BYTE, Byte.class, byte.class);
        add(6, ValueForms.CHARACTER, Character.class, char.class);
        add(7, ValueForms.BOOLEAN, Boolean.class, boolean.class);
        add(8, ValueForms.TEXT, String.class);
    }

    @SuppressWarnings("JdkObsolete") // users have them
    private static void collections() {
        add(20, CollectionForms.filled(ArrayList::new), ArrayList.class);
        add(21, CollectionForms.filled(size -> new LinkedList<>()), LinkedList.class);
        add(22, CollectionForms.filled(ArrayDeque::new), ArrayDeque.class);
        add(23, CollectionForms.filled(CollectionForms::hashSet), HashSet.class);
        add(24, CollectionForms.filled(CollectionForms::linkedHashSet), LinkedHashSet.class);
        add(25, CollectionForms.SORTED_SET, TreeSet.class);
        add(26, CollectionForms.map(CollectionForms::hashMap), HashMap.class);
        add(27, CollectionForms.SORTED_MAP, TreeMap.class);
        add(28, CollectionForms.map(ConcurrentHashMap::new), ConcurrentHashMap.class);
        add(30, CollectionForms.LIST_OF, List.of().getClass());
        add(29, CollectionForms.SHORT_LIST_OF, List.of(1).getClass());
        add(31, CollectionForms.SET_OF, Set.of().getClass(), Set.of(1).getClass());
        add(32, CollectionForms.MAP_OF, Map.of().getClass(), Map.of(1, 1).getClass());
        add(33, CollectionForms.ENTRY, Map.entry(1, 1).getClass());
        add(34, CollectionForms.OPTIONAL, Optional.class);
        add(35, Form.single(Collections.emptyList()), Collections.emptyList().getClass());
        add(36, Form.single(Collections.emptySet()), Collections.emptySet().getClass());
        add(37, Form.single(Collections.emptyMap()), Collections.emptyMap().getClass());
    }

    private static void values() {
        add(40, ValueForms.BIG_INTEGER, BigInteger.class);
        add(41, ValueForms.BIG_DECIMAL, BigDecimal.class);
        add(42, ValueForms.UUID, UUID.class);
        add(43, ValueForms.DATE, Date.class);
        add(44, ValueForms.INSTANT, Instant.class);
        add(45, ValueForms.DURATION, Duration.class);
        add(46, ValueForms.LOCAL_DATE, LocalDate.class);
        add(47, ValueForms.LOCAL_TIME, LocalTime.class);
        add(48, ValueForms.LOCAL_DATE_TIME, LocalDateTime.class);
        add(50, ValueForms.OPTIONAL_INT, OptionalInt.class);
        add(51, ValueForms.OPTIONAL_LONG, OptionalLong.class);
        add(52, ValueForms.OPTIONAL_DOUBLE, OptionalDouble.class);
        add(53, ValueForms.INT_STATISTICS, IntSummaryStatistics.class);
        add(54, ValueForms.LONG_STATISTICS, LongSummaryStatistics.class);
        add(55, ValueForms.DOUBLE_STATISTICS, DoubleSummaryStatistics.class);
    }

    private static void add(int id, Form form, Class<?>... types) {
        for (Class<?> type : types) {
            Registration registration = mark(id, form, type);
            if (BY_CLASS.put(type, registration) != null) {
                throw new IllegalStateException(type + " has two numbers");
            }
        }
    }

    /** A number for objects of more than one class, or of a class that only its objects can name. */
    private static Registration mark(int id, Form form, Class<?> type) {
        Registration there = BY_ID[id];
        if (there != null && there.getSerializer() != form) {
            throw new IllegalStateException(there + " and " + type + " have one number");
        }
        Registration registration = new Registration(type, form, id);
        if (there == null) {
            BY_ID[id] = registration;
        }
        return registration;
    }

    static @Nullable Registration find(int id) {
        return id >= 0 && id < SIZE ? BY_ID[id] : null;
    }

    static @Nullable Registration find(Class<?> type) {
        return BY_CLASS.get(type);
    }

    /** The form of a class of the JDK that has none of its own and is not Serializable. */
    static Registration byInterface(Class<?> type) {
        if (Path.class.isAssignableFrom(type)) {
            return PATH;
        } else if (ByteBuffer.class.isAssignableFrom(type)) {
            return BUFFER;
        } else if (Charset.class.isAssignableFrom(type)) {
            return CHARSET;
        } else if (List.class.isAssignableFrom(type)) {
            return LIST_COPY;
        } else if (SortedSet.class.isAssignableFrom(type)) {
            return SORTED_SET_COPY;
        } else if (Set.class.isAssignableFrom(type)) {
            return SET_COPY;
        } else if (SortedMap.class.isAssignableFrom(type)) {
            return SORTED_MAP_COPY;
        } else if (Map.class.isAssignableFrom(type)) {
            return MAP_COPY;
        } else if (Collection.class.isAssignableFrom(type)) {
            return COLLECTION_COPY;
        } else if (Map.Entry.class.isAssignableFrom(type)) {
            return ENTRY_COPY;
        }
        boolean once = BaseStream.class.isAssignableFrom(type)
                || Iterator.class.isAssignableFrom(type)
                || Enumeration.class.isAssignableFrom(type);
        throw new Refused(type, once ? Reason.ONCE : Reason.CLOSED);
    }

    private static String print() {
        StringBuilder table = new StringBuilder();
        for (int id = 0; id < SIZE; id++) {
            if (BY_ID[id] != null) {
                table.append(id)
                        .append(' ')
                        .append(BY_ID[id].getType().getName())
                        .append('\n');
            }
        }
        table.append(Arrays.toString(NamedClass.Kind.values()));
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(table.toString().getBytes(StandardCharsets.UTF_8));
            return "kryo5-" + VERSION + "-" + HexFormat.of().formatHex(hash, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}

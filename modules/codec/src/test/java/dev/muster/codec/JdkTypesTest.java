package dev.muster.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.error.ClusterException;
import java.io.File;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.SimpleDateFormat;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.AbstractMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Currency;
import java.util.Date;
import java.util.DoubleSummaryStatistics;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.GregorianCalendar;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.IntSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.SimpleTimeZone;
import java.util.Stack;
import java.util.StringJoiner;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.Vector;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values of the JDK's own classes: each comes back equal, by Java's own equality, and of its class. */
@SuppressWarnings({"JavaUtilDate", "JdkObsolete", "IdentityHashMapUsage"}) // users have them
class JdkTypesTest {
    private final KryoCodec codec = KryoCodec.of(JdkTypesTest.class.getClassLoader());

    static Stream<Object> valuesWithEquality() throws Exception {
        return Stream.of(numbersAndTexts(), lists(), wrappers(), setsAndMaps(), maps(), times(), places(), others())
                .flatMap(Collection::stream);
    }

    private static List<Object> numbersAndTexts() {
        return List.of(
                BigInteger.TWO.pow(200).negate(),
                BigInteger.ZERO,
                new BigDecimal("-12345678901234567890.50"),
                new BigDecimal(BigInteger.ONE, -7),
                MathContext.DECIMAL64,
                new UUID(1, -2),
                new Date(1_700_000_000_123L),
                Optional.of("x"),
                Optional.empty(),
                OptionalInt.of(-3),
                OptionalInt.empty(),
                OptionalLong.of(1L << 40),
                OptionalDouble.of(0.5),
                OptionalDouble.empty());
    }

    private static List<Object> lists() {
        return List.of(
                List.of(),
                List.of(1),
                List.of(1, 2),
                List.of(1, 2, 3, 4),
                new ArrayList<>(Arrays.asList(1, null, "x")),
                new LinkedList<>(List.of(1, 2)),
                new Vector<>(List.of(1, 2)),
                stack(),
                Arrays.asList(1, null, 2),
                Arrays.asList("a", "b"),
                new CopyOnWriteArrayList<>(List.of(1, 2)),
                Stream.of(1, null, 3).toList(),
                Stream.of(1, 2, 3).toList(),
                Collections.nCopies(5, "x"),
                Collections.emptyList(),
                Collections.singletonList(7));
    }

    private static Object stack() {
        Stack<Object> stack = new Stack<>();
        stack.push(1);
        return stack;
    }

    private static List<Object> wrappers() {
        return List.of(
                Collections.unmodifiableList(new ArrayList<>(List.of(1, 2))),
                Collections.unmodifiableList(new LinkedList<>(List.of(1, 2))),
                Collections.unmodifiableSet(new HashSet<>(Set.of(1, 2))),
                Collections.unmodifiableMap(new HashMap<>(Map.of(1, 2))),
                Collections.unmodifiableSortedMap(new TreeMap<>(Map.of(1, 2))),
                Collections.synchronizedList(new ArrayList<>(List.of(1))),
                Collections.synchronizedMap(new HashMap<>(Map.of(1, 2))),
                Collections.checkedList(new ArrayList<>(List.of("x")), String.class),
                Collections.newSetFromMap(new ConcurrentHashMap<>()),
                Collections.emptySet(),
                Collections.emptyMap(),
                Collections.singleton(1),
                Collections.singletonMap("k", null));
    }

    private static List<Object> setsAndMaps() {
        return List.of(
                Set.of(),
                Set.of(1),
                Set.of(1, 2, 3),
                new HashSet<>(Arrays.asList(1, null)),
                new LinkedHashSet<>(List.of(3, 1, 2)),
                new TreeSet<>(List.of(3, 1, 2)),
                descending(),
                EnumSet.of(DayOfWeek.MONDAY, DayOfWeek.SUNDAY),
                EnumSet.noneOf(DayOfWeek.class),
                EnumSet.allOf(Big.class),
                new ConcurrentSkipListSet<>(List.of(2, 1)),
                new CopyOnWriteArraySet<>(List.of(2, 1)),
                ConcurrentHashMap.newKeySet(),
                bits());
    }

    private static Object descending() {
        TreeSet<Integer> set = new TreeSet<>(Comparator.reverseOrder());
        set.addAll(List.of(1, 2, 3));
        return set;
    }

    private static Object bits() {
        BitSet bits = new BitSet();
        bits.set(3);
        bits.set(700);
        return bits;
    }

    private static List<Object> maps() {
        Map<DayOfWeek, Object> byDay = new EnumMap<>(DayOfWeek.class);
        byDay.put(DayOfWeek.FRIDAY, List.of(1));
        NavigableMap<String, Integer> byLength =
                new TreeMap<>(Comparator.comparing((Function<String, Integer> & Serializable) String::length));
        byLength.put("xxx", 1);
        Properties properties = new Properties();
        properties.setProperty("k", "v");
        Map<Object, Object> withNulls = new HashMap<>();
        withNulls.put(null, null);
        return List.of(
                Map.of(),
                Map.of("k", 1),
                Map.of("k", 1, "l", 2),
                withNulls,
                new LinkedHashMap<>(Map.of("k", "v")),
                new TreeMap<>(Map.of(2, "b", 1, "a")),
                new TreeMap<>(Map.of(2, "b", 1, "a")).descendingMap(),
                new TreeMap<>(Map.of(2, "b", 1, "a")).tailMap(2),
                new ConcurrentHashMap<>(Map.of("k", "v")),
                new ConcurrentSkipListMap<>(Map.of("k", "v")),
                new Hashtable<>(Map.of("k", "v")),
                byDay,
                byLength,
                properties,
                Map.entry("k", "v"),
                new AbstractMap.SimpleEntry<>("k", null),
                new AbstractMap.SimpleImmutableEntry<>("k", 1));
    }

    private static List<Object> times() {
        LocalDateTime moment = LocalDateTime.of(2026, 2, 28, 23, 59, 59, 999_999_999);
        ZoneId zone = ZoneId.of("Europe/Berlin");
        return List.of(
                Instant.ofEpochSecond(-5, 17),
                Instant.MAX,
                Duration.ofNanos(-1),
                Duration.ofSeconds(Long.MAX_VALUE, 5),
                LocalDate.MIN,
                LocalTime.MAX,
                moment,
                moment.atZone(zone),
                ZonedDateTime.of(moment, ZoneOffset.UTC),
                OffsetDateTime.of(moment, ZoneOffset.ofHours(-3)),
                OffsetTime.of(LocalTime.NOON, ZoneOffset.ofHours(2)),
                Period.of(1, 2, 3),
                Year.of(2026),
                YearMonth.of(2026, 2),
                MonthDay.of(2, 29),
                zone,
                ZoneOffset.ofTotalSeconds(17),
                TimeZone.getTimeZone("America/New_York"),
                new SimpleTimeZone(3_600_000, "X"),
                new GregorianCalendar(2026, 1, 28),
                new java.sql.Timestamp(1_700_000_000_123L),
                TimeUnit.DAYS,
                DayOfWeek.MONDAY);
    }

    private static List<Object> places() throws Exception {
        return List.of(
                URI.create("http://host:8080/path?q=1#f"),
                new URL("http://127.0.0.1/path"),
                new File("some/file"),
                Path.of("some", "path"),
                Path.of("/tmp/größer"),
                InetAddress.getByAddress("host", new byte[] {127, 0, 0, 1}),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 80),
                StandardCharsets.UTF_8,
                StandardCharsets.UTF_16LE,
                Locale.ROOT,
                Locale.GERMANY,
                Locale.forLanguageTag("sr-Latn-RS-x-private"),
                Currency.getInstance("EUR"));
    }

    private static List<Object> others() {
        return List.of(
                String.class,
                int.class,
                void.class,
                int[][].class,
                Map.Entry[].class,
                JdkTypesTest.class,
                new DecimalFormat("#,##0.00", DecimalFormatSymbols.getInstance(Locale.US)),
                new SimpleDateFormat("yyyy-MM-dd", Locale.US),
                new StackTraceElement("app", "module", "1", "Type", "method", "Type.java", 17));
    }

    @ParameterizedTest
    @MethodSource("valuesWithEquality")
    void a_value_comes_back_equal_and_of_its_class(Object value) {
        Object[] pair = (Object[]) codec.decode(codec.encode(new Object[] {value, value}));
        assertThat(pair[0]).isEqualTo(value);
        boolean isPathOrZone = value instanceof Path || value instanceof TimeZone;
        assertThat(isPathOrZone || pair[0].getClass() == value.getClass())
                .as("%s is of %s", value.getClass(), pair[0].getClass())
                .isTrue();
        assertThat(pair[1]).isSameAs(pair[0]);
    }

    /** What has no equality, and what to compare instead. */
    record Seen<T>(T value, Function<T, ?> look) {
        @Override
        public String toString() {
            return value.getClass().getName();
        }
    }

    private static <T> Seen<T> seen(T value, Function<T, ?> look) {
        return new Seen<>(value, look);
    }

    static Stream<Seen<?>> valuesWithoutEquality() {
        LongAdder adder = new LongAdder();
        adder.add(5);
        IntSummaryStatistics whole = Stream.of(1, 2, 3).mapToInt(i -> i).summaryStatistics();
        LongSummaryStatistics wide = Stream.of(1L, 2L).mapToLong(i -> i).summaryStatistics();
        DoubleSummaryStatistics real =
                Stream.of(0.1, 0.2, 0.3).mapToDouble(i -> i).summaryStatistics();
        IdentityHashMap<Object, Object> identities = new IdentityHashMap<>(Map.of("k", "v"));
        LinkedHashMap<Object, Object> byAccess = new LinkedHashMap<>(16, 0.75f, true);
        byAccess.put(1, 1);
        byAccess.put(2, 2);
        return Stream.of(
                seen(Pattern.compile("a.b", Pattern.DOTALL | Pattern.CASE_INSENSITIVE), p -> p.pattern() + p.flags()),
                seen(new AtomicInteger(7), AtomicInteger::get),
                seen(new AtomicLong(7), AtomicLong::get),
                seen(new AtomicBoolean(true), AtomicBoolean::get),
                seen(new AtomicReference<>(List.of(1)), AtomicReference::get),
                seen(new AtomicIntegerArray(new int[] {1, 2}), Object::toString),
                seen(adder, LongAdder::sum),
                seen(new Random(5), Random::nextLong),
                seen(whole, Object::toString),
                seen(wide, Object::toString),
                seen(real, Object::toString),
                seen(new StringBuilder("abc"), Object::toString),
                seen(new StringBuffer("abc"), Object::toString),
                seen(new ArrayDeque<>(List.of(1, 2)), ArrayList::new),
                seen(new PriorityQueue<>(List.of(3, 1, 2)), ArrayList::new),
                seen(new ConcurrentLinkedQueue<>(List.of(3, 1)), ArrayList::new),
                seen(new ConcurrentLinkedDeque<>(List.of(3, 1)), ArrayList::new),
                seen(new LinkedBlockingQueue<>(List.of(3, 1)), ArrayList::new),
                seen(new ArrayBlockingQueue<>(3, true, List.of(3, 1)), ArrayList::new),
                seen(Collections.unmodifiableCollection(new ArrayList<>(List.of(1))), ArrayList::new),
                seen(new ReentrantLock(true), ReentrantLock::isFair),
                seen(identities, Map::size),
                seen(byAccess, map -> {
                    map.get(1);
                    return new ArrayList<>(map.keySet());
                }),
                seen(Comparator.<Integer>reverseOrder(), c -> c.compare(1, 2)),
                seen(String.CASE_INSENSITIVE_ORDER, c -> c.compare("A", "a")),
                seen(
                        Comparator.comparing((Function<String, Integer> & Serializable) String::length)
                                .reversed()
                                .thenComparing(Comparator.naturalOrder()),
                        c -> List.of(c.compare("aa", "b"), c.compare("a", "b"))));
    }

    @ParameterizedTest
    @MethodSource("valuesWithoutEquality")
    <T> void a_value_without_equality_comes_back_looking_alike(Seen<T> seen) {
        @SuppressWarnings("unchecked")
        T back = (T) codec.decode(codec.encode(seen.value()));
        assertThat(seen.look().apply(back)).isEqualTo(seen.look().apply(seen.value()));
    }

    @Test
    void views_come_back_as_collections_of_their_own() {
        Map<String, Integer> map = new HashMap<>(Map.of("a", 1, "b", 2));
        assertThat(roundTrip(map.keySet())).isEqualTo(Set.of("a", "b"));
        assertThat(new HashSet<>(roundTrip(map.values()))).isEqualTo(Set.of(1, 2));
        assertThat(roundTrip(map.entrySet())).isEqualTo(map.entrySet());
        assertThat(roundTrip(map.entrySet().iterator().next()))
                .isEqualTo(map.entrySet().iterator().next());
        assertThat(roundTrip(new ArrayList<>(List.of(1, 2, 3)).subList(1, 3))).isEqualTo(List.of(2, 3));
        assertThat(roundTrip(List.of(1, 2, 3, 4).subList(1, 3))).isEqualTo(List.of(2, 3));
        assertThat(roundTrip(new TreeMap<>(map).navigableKeySet())).isEqualTo(Set.of("a", "b"));
        assertThat(roundTrip(Collections.unmodifiableMap(map).entrySet())).isEqualTo(map.entrySet());
    }

    @Test
    void unmodifiable_lists_stay_so_and_can_be_asked_for_nulls_where_they_could() {
        assertThat(roundTrip(Stream.of(1, 2, 3).toList()).contains(null)).isFalse();
        assertThat(roundTrip(Stream.of(1, null, 3).toList()).contains(null)).isTrue();
        List<Integer> strict = roundTrip(List.of(1, 2, 3));
        assertThatThrownBy(() -> strict.add(4)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void what_can_only_be_used_here_is_refused() {
        for (Object value : List.of(
                Thread.currentThread(),
                JdkTypesTest.class.getClassLoader(),
                Stream.of(1),
                List.of(1).iterator(),
                new StringJoiner(",").toString().lines(),
                StreamSupport.stream(List.of(1).spliterator(), false),
                new ThreadLocal<>(),
                Runtime.getRuntime(),
                System.in)) {
            assertThatThrownBy(() -> codec.encode(value))
                    .isInstanceOfSatisfying(
                            ClusterException.class,
                            e -> assertThat(e.code()).isEqualTo(ClusterException.Code.UNSERIALIZABLE))
                    .hasMessageContaining(value.getClass().getName());
        }
    }

    @SuppressWarnings("unchecked")
    private <T> T roundTrip(T value) {
        return (T) codec.decode(codec.encode(value));
    }

    /** An enum whose sets are of the bigger kind. */
    enum Big {
        A0,
        A1,
        A2,
        A3,
        A4,
        A5,
        A6,
        A7,
        A8,
        A9,
        B0,
        B1,
        B2,
        B3,
        B4,
        B5,
        B6,
        B7,
        B8,
        B9,
        C0,
        C1,
        C2,
        C3,
        C4,
        C5,
        C6,
        C7,
        C8,
        C9,
        D0,
        D1,
        D2,
        D3,
        D4,
        D5,
        D6,
        D7,
        D8,
        D9,
        E0,
        E1,
        E2,
        E3,
        E4,
        E5,
        E6,
        E7,
        E8,
        E9,
        F0,
        F1,
        F2,
        F3,
        F4,
        F5,
        F6,
        F7,
        F8,
        F9,
        G0,
        G1,
        G2,
        G3,
        G4,
        G5,
        G6,
        G7,
        G8,
        G9
    }
}

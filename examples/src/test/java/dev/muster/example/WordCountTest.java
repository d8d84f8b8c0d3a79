package dev.muster.example;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.client.Client;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordCountTest {

    private static Client client;

    @TempDir
    Path folder;

    @BeforeAll
    static void open() {
        client = Client.builder().workers(1).threadsPerWorker(3).build();
    }

    @AfterAll
    static void close() {
        client.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64, 1_000, 1_000_000})
    void counts_are_those_of_a_simple_count_wherever_blocks_are_cut(int portionBytes) throws IOException {
        Random random = new Random(portionBytes);
        for (int file = 0; file < 3; file++) {
            write("f" + file, randomBytes(random, 4_000));
        }
        assertCounted(portionBytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "no final newline",
                "final newline\n",
                "crlf\r\nlines\r\n",
                "Mixed MIXED mixed mIXED",
                "naïve café Ångström ﬁn",
                "don't; well-known e.g. 3rd x1y",
                "@[`{ are the neighbours of A Z a z",
                "\u0000\u0001a\u007fb\u0000",
                "   \n\t  "
            })
    void text_of_every_kind_is_counted_by_its_bytes(String text) throws IOException {
        write("text", text.getBytes(UTF_8));
        for (int portionBytes = 1; portionBytes <= 8; portionBytes++) {
            assertCounted(portionBytes);
        }
    }

    @Test
    void a_word_across_a_border_is_counted_once_by_the_block_in_which_it_begins() throws IOException {
        write("text", "aa bbbb cc".getBytes(UTF_8));
        List<Portion> portions = Portion.of(List.of(folder.resolve("text").toRealPath()), 5);
        assertThat(portions).hasSize(2);
        assertThat(counts(portions.get(0).count())).isEqualTo(Map.of("aa", 1L, "bbbb", 1L));
        assertThat(counts(portions.get(1).count())).isEqualTo(Map.of("cc", 1L));
    }

    @Test
    void a_word_of_many_blocks_and_buffers_is_one_word() throws IOException {
        String huge = "x".repeat(300_000);
        write("text", ("a " + huge + " b " + huge + "y").getBytes(UTF_8));
        assertThat(counts(WordCount.count(client, folder, 50_000)))
                .isEqualTo(Map.of("a", 1L, "b", 1L, huge, 1L, huge + "y", 1L));
    }

    @Test
    void words_end_with_their_file() throws IOException {
        write("f1", "one".getBytes(UTF_8));
        write("f2", "two".getBytes(UTF_8));
        assertThat(counts(WordCount.count(client, folder, 1_000))).isEqualTo(Map.of("one", 1L, "two", 1L));
    }

    @Test
    void small_files_share_a_portion_and_big_ones_are_cut() throws IOException {
        for (int file = 0; file < 10; file++) {
            write("small" + file, "1234567890".getBytes(UTF_8));
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> sorted = files.sorted().toList();
            assertThat(Portion.of(sorted, 1_000))
                    .singleElement()
                    .satisfies(all -> assertThat(all.blocks()).hasSize(10));
            assertThat(Portion.of(sorted, 3)).hasSize(34);
        }
    }

    @Test
    void an_empty_folder_has_no_words() throws Exception {
        assertThat(Programs.output(WordCount::main, folder.toString())).isEmpty();
    }

    @Test
    void folders_below_are_counted_too_and_ties_are_in_the_order_of_the_alphabet() throws Exception {
        write("b/deep", "zebra ape zebra cat".getBytes(UTF_8));
        write("a", "Cat dog".getBytes(UTF_8));
        assertThat(Programs.output(WordCount::main, folder.toString()))
                .containsExactly("      2 cat", "      2 zebra", "      1 ape", "      1 dog");
    }

    @Test
    void a_single_file_may_be_named() throws Exception {
        write("only", "b b a".getBytes(UTF_8));
        assertThat(Programs.output(WordCount::main, folder.resolve("only").toString()))
                .containsExactly("      2 b", "      1 a");
    }

    @Test
    void only_the_ten_most_frequent_are_printed() throws Exception {
        write("text", "a b c d e f g h i j k k l l".getBytes(UTF_8));
        assertThat(Programs.output(WordCount::main, folder.toString()))
                .hasSize(10)
                .startsWith("      2 k", "      2 l", "      1 a")
                .endsWith("      1 h");
    }

    @Test
    void a_table_grows_with_its_words_and_adding_changes_neither_side() throws IOException {
        String many = Stream.iterate(0, i -> i + 1)
                .limit(20_000)
                .map(WordCountTest::word)
                .collect(Collectors.joining(" "));
        write("text", many.getBytes(UTF_8));
        Portion all =
                Portion.of(List.of(folder.resolve("text")), Long.MAX_VALUE).get(0);
        WordTable one = all.count();
        WordTable two = all.count();
        WordTable sum = one.plus(two);
        assertThat(counts(one)).isEqualTo(simpleCounts()).isEqualTo(counts(two));
        assertThat(counts(sum))
                .hasSize(20_000)
                .isEqualTo(simpleCounts().entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> 2 * entry.getValue())));
    }

    @Test
    void a_missing_folder_is_named() {
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() ->
                        WordCount.main(new String[] {folder.resolve("nowhere").toString()}))
                .withMessageContaining("nowhere");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WordCount.main(new String[0]))
                .withMessageContaining("but got 0 arguments");
    }

    @Test
    void an_unreadable_folder_is_named() throws IOException {
        Path closed = Files.createDirectory(folder.resolve("closed"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
        assumeTrue(!Files.isReadable(closed), "a super-user reads everything");
        assertThatExceptionOfType(AccessDeniedException.class)
                .isThrownBy(() -> WordCount.count(client, folder, 1_000))
                .withMessageContaining("closed");
    }

    /** A word of its own for each number. */
    private static String word(int number) {
        return Integer.toString(number, 26)
                .chars()
                .mapToObj(c -> Character.toString(c <= '9' ? c - '0' + 'q' : c))
                .collect(Collectors.joining());
    }

    private void write(String name, byte[] bytes) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    /** Any bytes, but letters more often, so that words are of all lengths. */
    private static byte[] randomBytes(Random random, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (random.nextInt(4) == 0 ? random.nextInt(256) : "abAB".charAt(random.nextInt(4)));
        }
        return bytes;
    }

    private void assertCounted(long portionBytes) throws IOException {
        assertThat(counts(WordCount.count(client, folder, portionBytes))).isEqualTo(simpleCounts());
    }

    private static Map<String, Long> counts(WordTable words) {
        return words.mostFrequent(Integer.MAX_VALUE).stream()
                .collect(Collectors.toMap(WordFrequency::word, WordFrequency::count));
    }

    /** The count as anybody would write it: whole files, characters of one byte, a regular expression. */
    private Map<String, Long> simpleCounts() throws IOException {
        Map<String, Long> counts = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                for (String word : Files.readString(file, ISO_8859_1).split("[^A-Za-z]+")) {
                    if (!word.isEmpty()) {
                        counts.merge(word.toLowerCase(java.util.Locale.ROOT), 1L, Long::sum);
                    }
                }
            }
        }
        return counts;
    }
}

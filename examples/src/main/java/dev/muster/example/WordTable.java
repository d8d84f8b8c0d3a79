package dev.muster.example;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;


/**
 * How often each word occurs. Fed with bytes, in pieces of any length; owned by one task while it is fed, and not changed
 * afterwards.
 *
 * <p>A word's letters are written behind those of all others. At its end it is looked up: a known one is taken off again, a
 * new one stays. So no object is made for a word, and a word may lie across pieces.
 */
final class WordTable implements Serializable {

    private static final long serialVersionUID = 1L;
    private static final byte[] LETTERS = new byte[256];

    static {
        for (char letter = 'a'; letter <= 'z'; letter++) {
            LETTERS[letter] = (byte) letter;
            LETTERS[letter - 'a' + 'A'] = (byte) letter;
        }
    }

    private static final Comparator<Entry> ORDER =
            Comparator.comparingLong(Entry::count).reversed().thenComparing(Entry::word);

    /** A word with its count. */
    record Entry(String word, long count) implements Serializable {}

    private byte[] letters = new byte[1 << 12];
    private int used;
    /** Word i has the letters from {@code ends[i]} to {@code ends[i + 1]}. */
    private int[] ends = new int[1 << 8];
    private int[] hashes = new int[1 << 8];
    private long[] counts = new long[1 << 8];
    private int size;
    /** Word numbers plus one, found by hash; at most half full. */
    private int[] slots = new int[1 << 9];
    private int hash;

    static boolean isLetter(byte b) {
        return LETTERS[b & 0xff] != 0;
    }

    /** How many words there are, each counted once. */
    int size() {
        return size;
    }

    /** Whether the last byte was a letter, whose word may go on. */
    boolean isInWord() {
        return used > ends[size];
    }

    void add(byte[] bytes, int from, int to) {
        if (letters.length - used < to - from) {
            letters = Arrays.copyOf(letters, grown(letters.length, (long) used + to - from));
        }
        // Locals: fields would be written back for each letter.
        byte[] target = letters;
        int end = used;
        int mixing = hash;
        for (int i = from; i < to; i++) {
            byte letter = LETTERS[bytes[i] & 0xff];
            if (letter != 0) {
                target[end++] = letter;
                mixing = 31 * mixing + letter;
            } else if (end > ends[size]) {
                used = end;
                hash = mixing;
                count(1);
                end = used;
                mixing = 0;
            }
        }
        used = end;
        hash = mixing;
    }

    /** Says that a word does not go on: a file has ended. */
    void endWord() {
        if (isInWord()) {
            count(1);
        }
    }

    private void count(long times) {
        int start = ends[size];
        int mixed = hash * 0x9E3779B9;
        hash = 0;
        int slot = mixed >>> 7 & slots.length - 1;
        while (slots[slot] != 0) {
            int word = slots[slot] - 1;
            if (hashes[word] == mixed && Arrays.equals(letters, ends[word], ends[word + 1], letters, start, used)) {
                counts[word] += times;
                used = start;
                return;
            }
            slot = slot + 1 & slots.length - 1;
        }
        slots[slot] = size + 1;
        hashes[size] = mixed;
        counts[size++] = times;
        makeRoom();
        ends[size] = used;
    }

    private void makeRoom() {
        if (size + 1 < ends.length) {
            return;
        }
        ends = Arrays.copyOf(ends, 2 * ends.length);
        hashes = Arrays.copyOf(hashes, ends.length);
        counts = Arrays.copyOf(counts, ends.length);
        slots = new int[2 * ends.length];
        for (int word = 0; word < size; word++) {
            int slot = hashes[word] >>> 7 & slots.length - 1;
            while (slots[slot] != 0) {
                slot = slot + 1 & slots.length - 1;
            }
            slots[slot] = word + 1;
        }
    }

    private static int grown(int length, long needed) {
        long wanted = Math.min(Math.max(2L * length, needed), Integer.MAX_VALUE - 8);
        if (wanted < needed) {
            throw new IllegalStateException("the different words have more than " + wanted + " letters in all");
        }
        return (int) wanted;
    }

    /** A new table with the counts of both. */
    WordTable plus(WordTable other) {
        WordTable sum = new WordTable();
        sum.addAll(this);
        sum.addAll(other);
        return sum;
    }

    private void addAll(WordTable other) {
        for (int word = 0; word < other.size; word++) {
            add(other.letters, other.ends[word], other.ends[word + 1]);
            count(other.counts[word]);
        }
    }

    /** The most frequent words, those of one count in the order of the alphabet. */
    List<Entry> mostFrequent(int limit) {
        PriorityQueue<Entry> best = new PriorityQueue<>(ORDER.reversed());
        for (int word = 0; word < size; word++) {
            if (best.size() < limit || counts[word] >= best.element().count()) {
                best.add(entry(word));
                if (best.size() > limit) {
                    best.remove();
                }
            }
        }
        return best.stream().sorted(ORDER).toList();
    }

    private Entry entry(int word) {
        return new Entry(new String(letters, ends[word], ends[word + 1] - ends[word], US_ASCII), counts[word]);
    }
}

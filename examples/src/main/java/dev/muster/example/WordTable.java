package dev.muster.example;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * How often each word occurs. Fed with bytes, in pieces of any length; owned by one task while it is fed, not changed afterwards.
 *
 * <p>A word's letters are written behind those of all others. At its end it is looked up: a known one is taken off again, a
 * new one stays. So no object is made for a word, and a word may lie across pieces.
 */
final class WordTable implements Serializable {

    private static final long serialVersionUID = 1L;

    private final WordIndex index = new WordIndex();
    private byte[] letters = new byte[1 << 12];
    private int used;
    private int hash;
    /** Word i has the letters from {@code ends[i]} to {@code ends[i + 1]}. */
    private int[] ends = new int[1 << 8];

    private long[] counts = new long[1 << 8];
    private int size;

    /** Whether the last byte was a letter, whose word may go on. */
    boolean isInWord() {
        return used > ends[size];
    }

    void add(byte[] bytes, int from, int to) {
        if (letters.length - used < to - from) {
            letters = Arrays.copyOf(letters, Math.max(2 * letters.length, Math.addExact(used, to - from)));
        }
        // Locals: fields would be written back for each letter.
        byte[] target = letters;
        int end = used;
        int mixed = hash;
        for (int i = from; i < to; i++) {
            byte letter = Letter.small(bytes[i]);
            if (letter != 0) {
                target[end++] = letter;
                mixed = 31 * mixed + letter;
            } else if (end > ends[size]) {
                end = count(end, mixed, 1);
                mixed = 0;
            }
        }
        used = end;
        hash = mixed;
    }

    /** Says that a word does not go on: a file has ended. */
    void endWord() {
        if (isInWord()) {
            used = count(used, hash, 1);
            hash = 0;
        }
    }

    /** Counts the word whose letters are the last ones, and answers where the next word's are to be written. */
    private int count(int end, int wordHash, long times) {
        int start = ends[size];
        int slot = index.first(wordHash);
        for (int word; (word = index.word(slot)) >= 0; slot = index.after(slot, wordHash)) {
            if (Arrays.equals(letters, ends[word], ends[word + 1], letters, start, end)) {
                counts[word] += times;
                return start;
            }
        }
        index.put(slot, wordHash);
        counts[size++] = times;
        if (size == counts.length) {
            counts = Arrays.copyOf(counts, 2 * size);
            ends = Arrays.copyOf(ends, 2 * size);
        }
        ends[size] = end;
        return end;
    }

    /** A new table with the counts of both. */
    WordTable plus(WordTable other) {
        WordTable sum = new WordTable();
        for (WordTable table : List.of(this, other)) {
            for (int word = 0; word < table.size; word++) {
                sum.add(table.letters, table.ends[word], table.ends[word + 1]);
                sum.used = sum.count(sum.used, sum.hash, table.counts[word]);
                sum.hash = 0;
            }
        }
        return sum;
    }

    /** The most frequent words, those of one count in the order of the alphabet. */
    List<WordFrequency> mostFrequent(int limit) {
        PriorityQueue<WordFrequency> best = new PriorityQueue<>(Comparator.reverseOrder());
        for (int word = 0; word < size; word++) {
            if (best.size() < limit || counts[word] >= best.element().count()) {
                String text = new String(letters, ends[word], ends[word + 1] - ends[word], US_ASCII);
                best.add(new WordFrequency(text, counts[word]));
                if (best.size() > limit) {
                    best.remove();
                }
            }
        }
        return best.stream().sorted().toList();
    }
}

package dev.muster.example;

/** A word with its count; the more frequent first, then in the order of the alphabet. */
record WordFrequency(String word, long count) implements Comparable<WordFrequency> {
    @Override
    public int compareTo(WordFrequency other) {
        return count == other.count ? word.compareTo(other.word) : Long.compare(other.count, count);
    }
}

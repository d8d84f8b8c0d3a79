package dev.muster.example;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Finds the numbers of words by their hashes: an open table, at most half full. Owned by its {@link WordTable}, which alone knows
 * what the words are.
 */
final class WordIndex implements Serializable {

    private static final long serialVersionUID = 1L;
    private static final int ABSENT = -1;

    private int[] hashes = new int[1 << 8];
    private int size;
    /** Word numbers plus one. */
    private int[] slots = new int[1 << 9];

    /** Where a word of this hash may be: the first such place, or the free one where it belongs. */
    int first(int hash) {
        return skip(home(hash), hash);
    }

    /** The next place for a word of this hash. */
    int after(int slot, int hash) {
        return skip(slot + 1 & slots.length - 1, hash);
    }

    /** The word at a place; negative if the place is free. */
    int word(int slot) {
        return slots[slot] + ABSENT;
    }

    private int skip(int slot, int hash) {
        int at = slot;
        while (slots[at] != 0 && hashes[slots[at] + ABSENT] != hash) {
            at = at + 1 & slots.length - 1;
        }
        return at;
    }

    /** The hashes of words differ in their low bits least. */
    private int home(int hash) {
        return hash * 0x9E3779B9 >>> 7 & slots.length - 1;
    }

    /** Gives a free place to the next word. */
    void put(int slot, int hash) {
        hashes[size++] = hash;
        slots[slot] = size;
        if (size == hashes.length) {
            hashes = Arrays.copyOf(hashes, 2 * size);
            slots = new int[4 * size];
            for (int word = 0; word < size; word++) {
                int at = home(hashes[word]);
                while (slots[at] != 0) {
                    at = at + 1 & slots.length - 1;
                }
                slots[at] = word + 1;
            }
        }
    }
}

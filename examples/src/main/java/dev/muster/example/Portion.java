package dev.muster.example;

import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The text of one task of {@link WordCount}: blocks of files. Immutable.
 *
 * @param blocks together about as long as the others' are
 */
record Portion(List<Block> blocks) implements Serializable {

    static final long USUAL_BYTES = 4 << 20;
    private static final int BUFFER_BYTES = 1 << 16;

    /**
     * A part of a file. A word belongs to the block in which it begins, so blocks may be cut anywhere: each leaves out the
     * letters at its start that go on a word of the block before, and finishes its last word beyond its end.
     */
    record Block(String file, long start, long end) implements Serializable {

        void count(WordTable words) throws IOException {
            try (FileChannel channel = FileChannel.open(Path.of(file))) {
                ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
                long at = Math.max(0, start - 1);
                boolean entered = start == 0;
                channel.position(at);
                while (channel.read(buffer) > 0) {
                    int length = buffer.position();
                    byte[] bytes = buffer.array();
                    int from = 0;
                    // The byte before the start decides: while letters follow on it, the word is not ours.
                    while (!entered && from < length && at + from < end) {
                        entered = !Letter.is(bytes[from++]);
                    }
                    int to = (int) Math.max(from, Math.min(length, end - at));
                    words.add(bytes, from, to);
                    while (to < length && words.isInWord() && Letter.is(bytes[to])) {
                        words.add(bytes, to, to + 1);
                        to++;
                    }
                    if (to < length || at + length >= end && !words.isInWord()) {
                        break;
                    }
                    at += length;
                    buffer.clear();
                }
                words.endWord();
            }
        }
    }

    Portion {
        blocks = List.copyOf(blocks);
    }

    /** Cuts big files and gathers small ones, to portions of about so many bytes. */
    static List<Portion> of(List<Path> files, long portionBytes) throws IOException {
        List<Portion> portions = new ArrayList<>();
        List<Block> gathered = new ArrayList<>();
        long room = portionBytes;
        for (Path file : files) {
            long size = Files.size(file);
            for (long start = 0; start < size; ) {
                long end = Math.min(size, start + room);
                gathered.add(new Block(file.toString(), start, end));
                room -= end - start;
                start = end;
                if (room == 0) {
                    portions.add(new Portion(gathered));
                    gathered.clear();
                    room = portionBytes;
                }
            }
        }
        if (!gathered.isEmpty()) {
            portions.add(new Portion(gathered));
        }
        return portions;
    }

    /** Counts the words that begin in it. */
    WordTable count() throws IOException {
        WordTable words = new WordTable();
        for (Block block : blocks) {
            block.count(words);
        }
        return words;
    }
}

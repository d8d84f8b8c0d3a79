package dev.muster.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentHashesTest {
    private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000);
    private static final String OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir
    Path folder;

    private Path written(String text, FileTime time) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), text);
        return Files.setLastModifiedTime(file, time);
    }

    private static String hash(ContentHashes hashes, Path file) throws IOException {
        return hashes.of(file, Files.readAttributes(file, BasicFileAttributes.class));
    }

    @Test
    void a_hash_is_that_of_the_content() throws Exception {
        assertThat(hash(ContentHashes.inMemory(), written("abc", LONG_AGO))).isEqualTo(OF_ABC);
    }

    @Test
    void an_unchanged_file_is_not_read_again_not_even_by_the_next_program() throws Exception {
        Path file = written("abc", LONG_AGO);
        ContentHashes hashes = ContentHashes.in(folder.resolve("hashes"));
        hash(hashes, file);
        hashes.save();
        // The same size, time and inode: only reading it would show the difference.
        written("xyz", LONG_AGO);
        assertThat(hash(ContentHashes.in(folder.resolve("hashes")), file)).isEqualTo(OF_ABC);
    }

    @Test
    void another_time_or_size_is_read_again() throws Exception {
        ContentHashes hashes = ContentHashes.inMemory();
        Path file = written("abc", LONG_AGO);
        String before = hash(hashes, file);
        written("xyz", FileTime.fromMillis(2_000_000));
        String otherTime = hash(hashes, file);
        written("wxyz", LONG_AGO);
        assertThat(otherTime).isNotEqualTo(before).isNotEqualTo(hash(hashes, file));
    }

    @Test
    void a_file_changed_just_now_is_read_each_time() throws Exception {
        FileTime now = FileTime.fromMillis(System.currentTimeMillis() + 60_000);
        ContentHashes hashes = ContentHashes.inMemory();
        Path file = written("abc", now);
        String before = hash(hashes, file);
        written("xyz", now);
        assertThat(hash(hashes, file)).isNotEqualTo(before);
    }

    @Test
    void a_damaged_memory_is_as_good_as_none() throws Exception {
        Path memory = Files.write(folder.resolve("hashes"), new byte[] {(byte) 0xff, (byte) 0xfe, 10, 10, 0});
        assertThat(hash(ContentHashes.in(memory), written("abc", LONG_AGO))).isEqualTo(OF_ABC);
    }
}

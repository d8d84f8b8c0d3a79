package dev.muster.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.error.ClusterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
    @TempDir
    Path folder;

    private Path root() {
        return folder.resolve("root");
    }

    private Path leftByTheDead(String name) throws IOException {
        Path left = Files.createDirectories(root().resolve(name));
        Files.createFile(left.resolve("owner"));
        Files.writeString(Files.createDirectories(left.resolve("w0/spill")).resolve("a"), "x");
        return left;
    }

    @Test
    void folders_of_the_dead_are_swept_and_those_of_the_living_are_not() throws Exception {
        try (RunFolder living = RunFolder.below(root())) {
            Path dead = leftByTheDead("zzz-1-0");
            try (RunFolder mine = RunFolder.below(root())) {
                assertThat(dead).doesNotExist();
                assertThat(living.path()).isDirectory().isNotEqualTo(mine.path());
            }
        }
        assertThat(root()).doesNotExist();
    }

    @Test
    void sweeping_follows_no_links() throws Exception {
        Path precious = Files.writeString(folder.resolve("precious"), "x");
        Files.createSymbolicLink(leftByTheDead("zzz-1-0").resolve("link"), folder);
        RunFolder.below(root()).close();
        assertThat(precious).exists();
        assertThat(root()).doesNotExist();
    }

    @Test
    void nobody_else_may_look_inside() throws Exception {
        Files.createDirectories(root());
        try (RunFolder mine = RunFolder.below(root())) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root())))
                    .isEqualTo("rwx------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(mine.path())))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void a_place_that_is_no_folder_is_refused() throws Exception {
        Files.writeString(root(), "a file");
        assertThatThrownBy(() -> RunFolder.below(root()))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining(root() + " cannot be used: it is no folder");
        Files.delete(root());
        Files.createSymbolicLink(root(), Files.createDirectory(folder.resolve("elsewhere")));
        assertThatThrownBy(() -> RunFolder.below(root())).hasMessageContaining("it is no folder");
        assertThat(Files.isSymbolicLink(root())).isTrue();
        assertThat(Files.exists(root(), LinkOption.NOFOLLOW_LINKS)).isTrue();
    }

    @Test
    void an_interrupted_thread_gets_one_too() {
        Thread.currentThread().interrupt();
        try (RunFolder mine = RunFolder.below(root())) {
            assertThat(mine.path()).isDirectory();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void closing_twice_does_nothing_more() {
        RunFolder mine = RunFolder.below(root());
        mine.close();
        mine.close();
        assertThat(root()).doesNotExist();
    }
}

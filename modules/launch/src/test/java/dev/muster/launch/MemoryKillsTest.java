package dev.muster.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryKillsTest {
    @TempDir
    Path folder;

    private MemoryKills kills;

    @BeforeEach
    void makeFolders() throws IOException {
        Files.createDirectories(folder.resolve("proc/self"));
        kills = new MemoryKills(folder.resolve("proc"), folder.resolve("groups"));
    }

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private boolean growsBy(String file, String before, String after) throws IOException {
        write(file, before);
        List<Long> counted = kills.count();
        assertThat(MemoryKills.grew(counted, kills.count())).isFalse();
        write(file, after);
        return MemoryKills.grew(counted, kills.count());
    }

    @Test
    void the_group_of_version_two_counts() throws Exception {
        write("proc/self/cgroup", "0::/user.slice/my.scope\n");
        assertThat(growsBy(
                        "groups/user.slice/my.scope/memory.events",
                        "oom 3\noom_kill 1\noom_group_kill 0\n",
                        "oom 4\noom_kill 2\noom_group_kill 0\n"))
                .isTrue();
    }

    @Test
    void the_group_of_version_one_counts() throws Exception {
        write("proc/self/cgroup", "8:pids:/\n4:cpu,memory:/a/b\n0::/\n");
        assertThat(growsBy(
                        "groups/memory/a/b/memory.oom_control",
                        "oom_kill_disable 0\nunder_oom 0\noom_kill 0\n",
                        "oom_kill_disable 0\nunder_oom 0\noom_kill 1\n"))
                .isTrue();
    }

    @Test
    void the_whole_system_counts() throws Exception {
        assertThat(growsBy("proc/vmstat", "pgfault 9\noom_kill 5\n", "pgfault 99\noom_kill 6\n"))
                .isTrue();
    }

    @Test
    void nothing_known_means_no() {
        assertThat(kills.verdict(1, kills.count())).isEqualTo(OutOfMemory.NO);
    }

    @Test
    void the_systems_log_names_a_process_exactly() {
        String log = "[1.0] Memory cgroup out of memory: Killed process 4711 (java) total-vm:2kB\n";
        assertThat(MemoryKills.isNamed(4711, log)).isTrue();
        assertThat(MemoryKills.isNamed(471, log)).isFalse();
    }
}

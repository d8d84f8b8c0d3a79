package dev.muster.launch;

import java.nio.file.Path;

/**
 * Where a launcher keeps files. Immutable.
 *
 * @param temporary below it lies a folder for each running program, deleted at its end or swept by the next start; short,
 *     because sockets lie in it, whose paths end at 104 bytes
 * @param cache for start-up archives, content hashes and crash logs, kept between runs
 */
public record LaunchFolders(Path temporary, Path cache) {
    public LaunchFolders {
        temporary = temporary.toAbsolutePath();
        cache = cache.toAbsolutePath();
    }

    /** The system's folder for temporary files, and the user's folder for caches. */
    public static LaunchFolders standard() {
        String user = System.getProperty("user.name", "unknown").replaceAll("[^A-Za-z0-9_-]", "_");
        return new LaunchFolders(
                Path.of(System.getProperty("java.io.tmpdir", "/tmp"), "muster-" + user), cacheOfUser());
    }

    private static Path cacheOfUser() {
        String home = System.getProperty("user.home", ".");
        String system = System.getProperty("os.name", "");
        String named = System.getenv("XDG_CACHE_HOME");
        if (named != null && !named.isBlank() && Path.of(named).isAbsolute()) {
            return Path.of(named, "muster");
        }
        if (system.startsWith("Mac")) {
            return Path.of(home, "Library", "Caches", "muster");
        }
        String local = System.getenv("LOCALAPPDATA");
        if (system.startsWith("Windows") && local != null && !local.isBlank()) {
            return Path.of(local, "muster", "cache");
        }
        return Path.of(home, ".cache", "muster");
    }
}

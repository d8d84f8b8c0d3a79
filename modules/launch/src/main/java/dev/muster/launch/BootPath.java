package dev.muster.launch;

import dev.muster.code.ClassPath;
import dev.muster.code.ContentHashes;
import dev.muster.code.FolderContents;
import dev.muster.code.NestedJars;
import dev.muster.error.ClusterException;
import dev.muster.error.ClusterException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The jars that workers boot on: those that Muster's own classes were loaded from, whatever else is on the class path.
 * Stateless.
 *
 * <p>A JVM archives no classes from folders, so a class folder of Muster's (its own build and tests) is packed into the
 * cache first. If all of Muster is inside one big jar with the program, that jar is the boot path; jars inside a jar are
 * taken out.
 */
final class BootPath {
    private static final int MOST_PACKS = 20;

    private BootPath() {}

    /**
     * The jars of some classes, each once, in order.
     *
     * @param anchors one class of each jar that a worker needs
     * @param packs where folders are packed to
     * @param nested takes out jars that lie in a jar
     */
    static List<Path> of(Collection<Class<?>> anchors, Path packs, ContentHashes hashes, NestedJars nested) {
        Set<Path> jars = new LinkedHashSet<>();
        for (Class<?> anchor : anchors) {
            Path place = ClassPath.of(anchor, nested).orElseThrow(() -> unknown(anchor));
            jars.add(Files.isDirectory(place) ? pack(place, packs, hashes) : place);
        }
        return List.copyOf(jars);
    }

    private static Path pack(Path folder, Path packs, ContentHashes hashes) {
        try {
            FolderContents contents = FolderContents.of(folder, hashes);
            Path jar =
                    packs.resolve("boot-" + contents.hash(contents.classHash()).substring(0, 32) + ".jar");
            if (!Files.exists(jar)) {
                CacheFolder.prune(packs, MOST_PACKS, TimeUnit.DAYS.toMillis(7));
                contents.packAll(jar);
            }
            return jar;
        } catch (IOException e) {
            throw new ClusterException(
                    Code.CONFIG, "The class folder " + folder + " cannot be packed for workers: " + e, e);
        }
    }

    private static ClusterException unknown(Class<?> anchor) {
        return new ClusterException(
                Code.CONFIG,
                "Class %s was not loaded from a jar or folder on disk but by %s, so no worker can be started on it. Put Muster's jars on the class path as files."
                        .formatted(anchor.getName(), anchor.getClassLoader()));
    }
}

package dev.muster.code;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Finds the files of one class folder. For one walk, by one thread. */
final class FolderWalk extends SimpleFileVisitor<Path> {
    private static final int MOST_VISITED = 200_000;
    private static final String CLASS = ".class";

    /** A file, and what it was when its folder was listed. */
    record Found(Path path, BasicFileAttributes attributes) {}

    private final Path root;
    private final SortedMap<String, Found> classes = new TreeMap<>();
    private final SortedMap<String, Found> resources = new TreeMap<>();
    private final Map<Path, Boolean> packages = new HashMap<>();
    private int visited;

    FolderWalk(Path root) {
        this.root = root;
    }

    /** By path below the root, with slashes. */
    SortedMap<String, Found> classes() {
        return Collections.unmodifiableSortedMap(classes);
    }

    /** Files that are no class files, likewise. */
    SortedMap<String, Found> resources() {
        return Collections.unmodifiableSortedMap(resources);
    }

    boolean isCut() {
        return visited > MOST_VISITED;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
        return folder.equals(root) || mayHoldClasses(folder.getFileName().toString())
                ? FileVisitResult.CONTINUE
                : FileVisitResult.SKIP_SUBTREE;
    }

    private static boolean mayHoldClasses(String name) {
        return name.equals("META-INF")
                || (Character.isJavaIdentifierStart(name.codePointAt(0))
                        && name.codePoints().allMatch(Character::isJavaIdentifierPart));
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        visited++;
        if (isCut()) {
            return FileVisitResult.TERMINATE;
        }
        if (attributes.isRegularFile()) {
            String name = root.relativize(file).toString().replace('\\', '/');
            if (!name.endsWith(CLASS)) {
                resources.put(name, new Found(file, attributes));
            } else if (packages.computeIfAbsent(file.getParent(), folder -> isInItsPackage(file, name))) {
                classes.put(name, new Found(file, attributes));
            }
        }
        return FileVisitResult.CONTINUE;
    }

    /** The first class file of a folder speaks for all of it. */
    private static boolean isInItsPackage(Path file, String name) {
        try {
            String said = ClassFile.name(Files.readAllBytes(file));
            return said.equals("module-info") || (said.replace('.', '/') + CLASS).equals(name);
        } catch (IOException | IllegalArgumentException unreadable) {
            return false;
        }
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
        if (file.equals(root)) {
            throw failure;
        }
        return FileVisitResult.CONTINUE;
    }
}

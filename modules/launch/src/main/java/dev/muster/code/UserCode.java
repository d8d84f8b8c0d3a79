package dev.muster.code;

import dev.muster.error.ClusterException;
import dev.muster.error.ClusterException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A program's class path, looked at again whenever a manifest is asked for. Thread-safe.
 *
 * <p>Jars are read where they lie. Class files in folders are packed into a folder of ours first: a compiler overwrites
 * them while workers still load from them, and a loader must never mix two builds.
 */
public final class UserCode {
    private static final Logger LOG = LoggerFactory.getLogger(UserCode.class);
    private static final int MOST_TRIES = 5;

    private final List<Path> path;
    private final ContentHashes hashes;
    private final Path packs;
    private final Set<Path> warned = new HashSet<>();

    /**
     * Describes nothing yet.
     *
     * @param path jars and class folders in order of search, as {@link ClassPath} finds them
     * @param hashes what is known of their content
     * @param packs a folder for copies of class folders, named by content; its owner deletes them
     */
    public UserCode(List<Path> path, ContentHashes hashes, Path packs) {
        this.path = List.copyOf(path);
        this.hashes = hashes;
        this.packs = packs;
    }

    /**
     * What the class path holds now. Reads what is new and lists folders: some milliseconds for an ordinary program.
     *
     * @throws ClusterException with code CONFIG if a jar or folder cannot be read, or a folder changes all the time
     */
    public synchronized CodeManifest manifest() {
        List<CodeRoot> roots = new ArrayList<>();
        for (Path each : path) {
            try {
                root(each).ifPresent(roots::add);
            } catch (IOException e) {
                throw new ClusterException(
                        Code.CONFIG,
                        "The class path entry %s cannot be given to workers: %s. Make it readable, or leave it out of the class path."
                                .formatted(each, e),
                        e);
            }
        }
        hashes.save();
        return CodeManifest.of(roots);
    }

    private Optional<CodeRoot> root(Path each) throws IOException {
        if (Files.isDirectory(each)) {
            return Optional.of(folder(each));
        }
        if (!Files.isRegularFile(each)) {
            return Optional.empty();
        }
        BasicFileAttributes attributes = Files.readAttributes(each, BasicFileAttributes.class);
        return Optional.of(new CodeRoot(
                each,
                false,
                hashes.of(each, attributes),
                Optional.of(each),
                attributes.size(),
                attributes.lastModifiedTime().toMillis()));
    }

    private CodeRoot folder(Path each) throws IOException {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            try {
                Optional<CodeRoot> root = look(each);
                if (root.isPresent()) {
                    return root.get();
                }
            } catch (NoSuchFileException compiledAgain) {
                // a compiler took it away between the walk and the read
            }
        }
        throw new IOException(
                "its class files changed during each of " + MOST_TRIES + " readings; is a build running?");
    }

    /** Empty if its class files changed between two readings. */
    private Optional<CodeRoot> look(Path each) throws IOException {
        FolderContents contents = FolderContents.of(each, hashes);
        if (contents.isCut() && warned.add(each)) {
            LOG.warn(
                    "The class path has the folder {}, which holds too many files to look at: classes may be missing on workers. Put them into a folder of their own.",
                    each);
        }
        String classHash = contents.classHash();
        String hash = contents.hash(classHash);
        if (!contents.hasClasses()) {
            return Optional.of(new CodeRoot(each, true, hash, Optional.empty(), 0, 0));
        }
        Path jar = packs.resolve("code-" + classHash.substring(0, 32) + ".jar");
        if (Files.exists(jar)) {
            Files.setLastModifiedTime(jar, FileTime.fromMillis(System.currentTimeMillis())); // it is in use
            return Optional.of(packed(each, hash, jar));
        }
        return contents.packClasses(jar, classHash) ? Optional.of(packed(each, hash, jar)) : Optional.empty();
    }

    private static CodeRoot packed(Path folder, String hash, Path jar) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(jar, BasicFileAttributes.class);
        return new CodeRoot(
                folder,
                true,
                hash,
                Optional.of(jar),
                attributes.size(),
                attributes.lastModifiedTime().toMillis());
    }
}

package dev.muster.launch;

import dev.muster.error.ClusterException;
import dev.muster.error.ClusterException.Code;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Folders that nobody else may look into: made with those rights, and refused if they have other ones. Stateless. */
final class PrivateFolder {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private static final int MOST_TRIES = 20;

    private PrivateFolder() {}

    /**
     * Makes sure that a folder is there, is this user's and is closed to others.
     *
     * @throws ClusterException with code CONFIG if it cannot be made or belongs to somebody else
     */
    static Path at(Path folder) {
        IOException last = null;
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            try {
                Files.createDirectories(folder.toAbsolutePath().getParent());
                create(folder);
                return folder;
            } catch (FileAlreadyExistsException there) {
                try {
                    return checked(folder);
                } catch (NoSuchFileException wentAway) {
                    last = wentAway; // another program's end took the empty folder with it
                } catch (IOException e) {
                    throw refused(folder, "it cannot be written: " + e, e);
                }
            } catch (IOException e) {
                throw refused(folder, "it cannot be made: " + e, e);
            }
        }
        throw refused(folder, "it goes away whenever it was made: " + last, last);
    }

    /** Makes a new folder with the owner's rights only. */
    static void create(Path folder) throws IOException {
        boolean posix = Files.getFileStore(folder.toAbsolutePath().getParent()).supportsFileAttributeView("posix");
        Files.createDirectory(
                folder,
                posix
                        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                        : new FileAttribute<?>[0]);
    }

    private static Path checked(Path folder) throws IOException {
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw refused(folder, "it is no folder", null);
        }
        Path probe = Files.createTempFile(folder, "probe", ".part");
        UserPrincipal me = Files.getOwner(probe);
        Files.delete(probe);
        UserPrincipal owner = Files.getOwner(folder);
        if (!me.equals(owner)) {
            throw refused(folder, "it belongs to " + owner.getName() + " and not to " + me.getName(), null);
        }
        if (Files.getFileStore(folder).supportsFileAttributeView("posix")
                && !Files.getPosixFilePermissions(folder).equals(OWNER_ONLY)) {
            Files.setPosixFilePermissions(folder, OWNER_ONLY);
        }
        return folder;
    }

    private static ClusterException refused(Path folder, String why, @Nullable Throwable cause) {
        return new ClusterException(
                Code.CONFIG,
                "The private folder %s cannot be used: %s. Make it writable, delete it, or name another place (-Djava.io.tmpdir=… or XDG_CACHE_HOME)."
                        .formatted(folder, why),
                cause);
    }

    /** Deletes a folder and all in it, never following links; what cannot be deleted stays. */
    static void delete(Path folder) {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    deleteOne(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) {
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path each, @Nullable IOException failure) {
                    deleteOne(each);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException ignored) {
            // the next start sweeps what is left
        }
    }

    static void deleteOne(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException ignored) {
            // in use or not empty; the next start sweeps what is left
        }
    }
}

package dev.muster.code;

import dev.muster.error.ClusterException;
import dev.muster.error.ClusterException.Code;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds one class path. Thread-safe; closed by {@link CodeLoaders}.
 *
 * <p>The JDK's classes come from the JDK, and Muster's from Muster's own loader, so that they exist once and a task's
 * {@code Client} is the worker's. All else comes from here: the user's Guava is the user's, whatever Muster uses.
 */
final class UserClassLoader extends URLClassLoader {
    private static final String MUSTER = "dev.muster.";

    static {
        registerAsParallelCapable();
    }

    private final ClassLoader muster;

    private UserClassLoader(URL[] urls, ClassLoader muster) {
        super("muster-user-code", urls, ClassLoader.getPlatformClassLoader());
        this.muster = muster;
    }

    static UserClassLoader of(CodeManifest manifest, ClassLoader muster) {
        List<URL> urls = new ArrayList<>();
        try {
            for (CodeRoot root : manifest.roots()) {
                if (root.jar().isPresent()) {
                    urls.add(checked(root, root.jar().get()).toUri().toURL());
                }
                if (root.folder()) {
                    // For its resources: class files are found in the packed copy before.
                    urls.add(root.path().toUri().toURL());
                }
            }
        } catch (IOException e) {
            throw new ClusterException(Code.INCOMPATIBLE_PEER, "A class path entry is gone: " + e, e);
        }
        return new UserClassLoader(urls.toArray(URL[]::new), muster);
    }

    private static Path checked(CodeRoot root, Path jar) throws IOException {
        if (root.folder()) {
            return jar; // packed by us, and named by its content
        }
        BasicFileAttributes now = Files.readAttributes(jar, BasicFileAttributes.class);
        if (now.size() != root.size() || now.lastModifiedTime().toMillis() != root.time()) {
            throw new ClusterException(
                    Code.INCOMPATIBLE_PEER,
                    "%s was replaced: it had %,d bytes when the program looked at it and has %,d now. Start the program again."
                            .formatted(jar, root.size(), now.size()));
        }
        return jar;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (name.startsWith(MUSTER)) {
            try {
                return muster.loadClass(name);
            } catch (ClassNotFoundException notOurs) {
                // an example of Muster's, or a program that lives in its packages
                return super.loadClass(name, resolve);
            }
        }
        return super.loadClass(name, resolve);
    }
}

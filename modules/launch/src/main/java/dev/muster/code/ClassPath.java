package dev.muster.code;

import dev.muster.error.ClusterException;
import dev.muster.error.ClusterException.Code;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * Where this JVM finds its classes, as files. Stateless.
 *
 * <p>A test runner may give one jar that has nothing but a manifest with a class path in it; an IDE gives folders; jshell
 * and build tools add loaders of their own. All of them come out as one list of jars and folders in order of search.
 */
public final class ClassPath {
    private ClassPath() {}

    /**
     * The jars and class folders that a loader and its parents search, each once, with those that jars name in their
     * manifests. What does not exist is left out.
     *
     * @param from the loader of the program's classes, usually the thread's context loader; {@code null} for the
     *     system's
     * @param nested takes out jars that lie in a jar
     */
    public static List<Path> seenFrom(@Nullable ClassLoader from, NestedJars nested) {
        List<Path> named = new ArrayList<>(ofSystemLoader());
        Deque<URL[]> loaders = new ArrayDeque<>();
        for (ClassLoader each = from; each != null; each = each.getParent()) {
            if (each instanceof URLClassLoader urls) {
                loaders.push(urls.getURLs());
            }
        }
        // A parent is asked before its child.
        for (URL[] urls : loaders) {
            for (URL url : urls) {
                file(url, nested).ifPresent(named::add);
            }
        }
        return expand(named);
    }

    /**
     * Paths with those that their manifests name, each once, in order of search.
     *
     * @param named jars and folders; what does not exist is left out
     */
    public static List<Path> expand(Collection<Path> named) {
        Set<Path> found = new LinkedHashSet<>();
        Deque<Path> open = new ArrayDeque<>(named);
        while (!open.isEmpty()) {
            Path next = open.pop().toAbsolutePath().normalize();
            if (Files.exists(next) && found.add(next) && Files.isRegularFile(next)) {
                List<Path> more = namedInManifest(next);
                for (int i = more.size() - 1; i >= 0; i--) {
                    open.push(more.get(i));
                }
            }
        }
        return List.copyOf(found);
    }

    /**
     * The jar or folder that a class was loaded from; empty if there is none on disk.
     *
     * @param nested takes out a jar that lies in a jar
     */
    public static Optional<Path> of(Class<?> type, NestedJars nested) {
        var source = type.getProtectionDomain().getCodeSource();
        URL location = source == null ? null : source.getLocation();
        return location == null ? Optional.empty() : file(location, nested).filter(Files::exists);
    }

    private static List<Path> ofSystemLoader() {
        List<Path> paths = new ArrayList<>();
        String classPath = System.getProperty("java.class.path", "");
        // An empty class path is the working folder, as in the JVM itself, unless the program is a module.
        boolean none = classPath.isEmpty() && System.getProperty("jdk.module.main") != null;
        if (!none) {
            for (String entry : classPath.split(File.pathSeparator, -1)) {
                path(entry).ifPresent(paths::add);
            }
        }
        for (String entry : System.getProperty("jdk.module.path", "").split(File.pathSeparator, -1)) {
            if (!entry.isEmpty()) {
                path(entry).ifPresent(folder -> paths.addAll(modules(folder)));
            }
        }
        return paths;
    }

    /** A module path names modules, and folders of jars. */
    private static List<Path> modules(Path entry) {
        if (!Files.isDirectory(entry) || Files.exists(entry.resolve("module-info.class"))) {
            return List.of(entry);
        }
        try (var files = Files.list(entry)) {
            return files.filter(
                            file -> file.toString().endsWith(".jar") || Files.exists(file.resolve("module-info.class")))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static List<Path> namedInManifest(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            String text = manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            List<Path> paths = new ArrayList<>();
            if (text != null) {
                for (String entry : text.strip().split("\\s+")) {
                    relative(jar, entry).ifPresent(paths::add);
                }
            }
            return paths;
        } catch (IOException notAJar) {
            // The JVM itself passes over such an entry.
            return List.of();
        }
    }

    private static Optional<Path> relative(Path jar, String entry) {
        try {
            return entry.isEmpty() ? Optional.empty() : file(jar.toUri().resolve(entry));
        } catch (IllegalArgumentException badUri) {
            return Optional.empty();
        }
    }

    private static Optional<Path> file(URL url, NestedJars nested) {
        try {
            return url.getProtocol().equals("jar") ? nested.file(url.toString()) : file(url.toURI());
        } catch (URISyntaxException blanks) {
            // Some loaders do not encode blanks.
            return url.getProtocol().equals("file") ? path(url.getPath()) : Optional.empty();
        } catch (IOException e) {
            throw new ClusterException(
                    Code.CONFIG,
                    "The jar " + url + " cannot be taken out for workers: " + e + ". Free some space for caches.",
                    e);
        }
    }

    private static Optional<Path> file(URI uri) {
        try {
            return "file".equals(uri.getScheme()) ? Optional.of(Path.of(uri)) : Optional.empty();
        } catch (IllegalArgumentException badPath) {
            return Optional.empty();
        }
    }

    private static Optional<Path> path(String text) {
        try {
            return Optional.of(Path.of(text).toAbsolutePath());
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}

package dev.muster.cli;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the classes of a program, and its main method. Stateless. */
final class UserClasses {

    private UserClasses() {}

    /** A loader for a class path as {@code java} takes it, below ours. It is never closed: the program ends with the JVM. */
    static ClassLoader loader(String classPath, ClassLoader parent) {
        List<URL> urls = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            for (Path path : expanded(entry.isEmpty() ? "." : entry)) {
                if (!Files.exists(path)) {
                    throw new UsageException("--class-path names " + path + ", which does not exist");
                }
                urls.add(url(path));
            }
        }
        return new URLClassLoader(urls.toArray(URL[]::new), parent);
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UsageException("--class-path names " + path + ", which is no file: " + e.getMessage());
        }
    }

    private static List<Path> expanded(String entry) {
        if (!entry.equals("*") && !entry.endsWith("/*")) {
            return List.of(Path.of(entry));
        }
        Path folder = Path.of(entry.equals("*") ? "." : entry.substring(0, entry.length() - 1));
        List<Path> jars = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.{jar,JAR}")) {
            found.forEach(jars::add);
        } catch (IOException e) {
            throw new UsageException("--class-path names " + entry + ", but " + folder + " cannot be listed: " + e);
        }
        jars.sort(null);
        return jars;
    }

    /** The main method of a class that should be there. */
    static Method main(String type, ClassLoader loader) {
        return find(type, loader)
                .orElseThrow(() -> new UsageException(
                        "class " + type + " is not on the class path, though a table of examples names it"));
    }

    /** The main method of a class that the user named; a refusal says what else there is. */
    static Method mainOrExplain(String type, ClassLoader loader, String classPath, Programs programs) {
        return find(type, loader).orElseThrow(() -> new UsageException(unknown(type, classPath, programs)));
    }

    private static String unknown(String type, String classPath, Programs programs) {
        String guess = Nearest.to(type, programs.names())
                .map(name -> " Did you mean " + name + "?")
                .orElse("");
        return "there is no example " + type + ", and no class of this name on the class path (--class-path "
                + classPath + ")." + guess + " Examples are:\n"
                + programs.table().stripTrailing();
    }

    private static Optional<Method> find(String type, ClassLoader loader) {
        try {
            Class<?> found = Class.forName(type, false, loader);
            Method main = found.getMethod("main", String[].class);
            if (!Modifier.isStatic(main.getModifiers())) {
                throw new UsageException("main(String[]) of class " + type + " is not static: java could not start it");
            }
            main.setAccessible(true); // the class itself need not be public
            return Optional.of(main);
        } catch (ClassNotFoundException absent) {
            return Optional.empty();
        } catch (NoSuchMethodException absent) {
            throw new UsageException("class " + type + " has no method public static void main(String[])");
        } catch (LinkageError broken) {
            // Also a name in another letter case than its file's, or with slashes for points.
            throw new UsageException("class " + type + " cannot be loaded: " + broken.getMessage());
        }
    }
}

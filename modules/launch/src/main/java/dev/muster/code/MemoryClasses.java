package dev.muster.code;

import dev.muster.error.ClusterException;
import dev.muster.error.ClusterException.Code;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Classes that no jar or folder holds: what {@code java Program.java} compiled, and jshell's snippets. Immutable.
 *
 * <p>Their loaders hand out class files as resources but do not list them, so the way to all that a task may need is
 * from class to class, by the names in their constant pools.
 */
public final class MemoryClasses {
    /** Protocols under which loaders hand out files that workers can open, or that their own server unpacks. */
    private static final Set<String> FILES =
            Set.of("file", "jar", "jrt", "nested", "vfs", "zip", "wsjar", "bundle", "bundleresource");

    private final SortedMap<String, byte[]> files;

    private MemoryClasses(SortedMap<String, byte[]> files) {
        this.files = Collections.unmodifiableSortedMap(files);
    }

    /** Whether a class, or the one whose lambda or hidden class it is, exists in memory only. */
    public static boolean isInMemory(Class<?> type) {
        Class<?> host = host(type);
        return find(host.getClassLoader(), host.getName()).isPresent();
    }

    /**
     * A class and every class in memory that it can reach.
     *
     * @param types where to begin, such as the class whose method holds a task's lambda; a lambda's own class stands for
     *     the one that holds it. Classes from files add nothing
     * @throws ClusterException with code UNSERIALIZABLE if a class was made at run time and has no class file
     */
    public static MemoryClasses reachableFrom(Collection<Class<?>> types) {
        SortedMap<String, byte[]> found = new TreeMap<>();
        for (Class<?> type : types) {
            Class<?> host = host(type);
            refuseWithoutFile(host);
            walk(host.getClassLoader(), host.getName(), found);
        }
        return new MemoryClasses(found);
    }

    /** As the other one, from a single class. */
    public static MemoryClasses reachableFrom(Class<?> type) {
        return reachableFrom(List.of(type));
    }

    /** Class files by binary name; read only, the arrays too. */
    public Map<String, byte[]> files() {
        return files;
    }

    /** The class file of one name as its loader hands it out; empty if a worker can find it in a file. */
    static Optional<byte[]> find(@Nullable ClassLoader loader, String name) {
        URL url = loader == null ? null : loader.getResource(name.replace('.', '/') + ".class");
        if (url == null || FILES.contains(url.getProtocol())) {
            return Optional.empty();
        }
        try (InputStream in = url.openStream()) {
            return Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new ClusterException(
                    Code.UNSERIALIZABLE, "The class file of " + name + " cannot be read from " + url + ": " + e, e);
        }
    }

    private static void walk(@Nullable ClassLoader loader, String from, SortedMap<String, byte[]> found) {
        Deque<String> open = new ArrayDeque<>(List.of(from));
        while (!open.isEmpty()) {
            String next = open.pop();
            if (!found.containsKey(next)) {
                Optional<byte[]> file = find(loader, next);
                if (file.isPresent()) {
                    found.put(next, file.get());
                    open.addAll(ClassFile.of(file.get()).classes());
                }
            }
        }
    }

    private static Class<?> host(Class<?> type) {
        Class<?> element = type;
        while (element.isArray()) {
            element = element.getComponentType();
        }
        return element.isHidden() ? element.getNestHost() : element;
    }

    private static void refuseWithoutFile(Class<?> host) {
        ClassLoader loader = host.getClassLoader();
        boolean builtIn =
                loader == null || host.isPrimitive() || host.getModule().isNamed();
        if (!builtIn && loader.getResource(host.getName().replace('.', '/') + ".class") == null) {
            throw new ClusterException(
                    Code.UNSERIALIZABLE,
                    "Class %s was made at run time by %s, which does not hand out its class file, so no worker can have it. Compile it into a folder or jar of the class path."
                            .formatted(host.getName(), loader));
        }
    }
}

package dev.muster.code;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Holds classes that exist in memory only, above the class path they were compiled against. Thread-safe. */
final class MemoryClassLoader extends ClassLoader {
    static {
        registerAsParallelCapable();
    }

    private final Map<String, byte[]> files;

    MemoryClassLoader(Map<String, byte[]> files, ClassLoader classPath) {
        super("muster-memory", classPath);
        this.files = files;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        byte[] file = files.get(name);
        if (file == null) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            return known != null ? known : defineClass(name, file, 0, file.length);
        }
    }

    @Override
    protected @Nullable URL findResource(String name) {
        byte[] file = name.endsWith(".class")
                ? files.get(name.substring(0, name.length() - ".class".length()).replace('/', '.'))
                : null;
        return file == null ? null : url(name, file);
    }

    @Override
    public @Nullable URL getResource(String name) {
        URL own = findResource(name);
        return own != null ? own : super.getResource(name);
    }

    private static URL url(String name, byte[] file) {
        try {
            return new URL("muster-memory", null, -1, "/" + name, new URLStreamHandler() {
                @Override
                protected URLConnection openConnection(URL url) {
                    return new URLConnection(url) {
                        @Override
                        public void connect() {}

                        @Override
                        public InputStream getInputStream() throws IOException {
                            return new ByteArrayInputStream(file);
                        }
                    };
                }
            });
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException("A URL with its own handler needs no known protocol.", impossible);
        }
    }
}

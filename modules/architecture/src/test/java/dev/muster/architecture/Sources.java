package dev.muster.architecture;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Immutable. The Java files of a source tree, as text: what is kept in class files is not enough for every rule. */
record Sources(List<File> files) {

    /** One Java file; {@code path} is relative to the tree's root and written with slashes. */
    record File(String path, List<String> lines) {

        String module() {
            int source = path.indexOf("src/");
            return source <= 0 ? "" : path.substring(0, source - 1);
        }

        boolean isMain() {
            return path.contains("src/main/java/");
        }

        boolean isPackageInfo() {
            return path.endsWith("/package-info.java");
        }

        /** The package its folder stands for. */
        String packageName() {
            String below = path.substring(path.indexOf("/java/") + "/java/".length());
            int slash = below.lastIndexOf('/');
            return slash < 0 ? "" : below.substring(0, slash).replace('/', '.');
        }
    }

    Sources {
        files = List.copyOf(files);
    }

    /** Every module's sources, found from the folder that the build runs this module's tests in. */
    static Sources ofThisRepository() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.isDirectory(folder.resolve("modules/architecture"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException("No folder above " + Path.of("").toAbsolutePath()
                    + " has modules/architecture; run the tests inside the repository.");
        }
        return below(folder);
    }

    static Sources below(Path root) {
        try (Stream<Path> walk = Files.walk(root)) {
            return new Sources(walk.filter(path -> isSource(root.relativize(path)))
                    .sorted()
                    .map(path -> read(root, path))
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<File> main() {
        return files.stream().filter(File::isMain).toList();
    }

    List<File> tests() {
        return files.stream().filter(file -> !file.isMain()).toList();
    }

    private static boolean isSource(Path relative) {
        String text = relative.toString().replace('\\', '/');
        return text.endsWith(".java") && text.contains("src/") && !text.matches("(.*/)?target/.*");
    }

    private static File read(Path root, Path path) {
        try {
            return new File(root.relativize(path).toString().replace('\\', '/'), Files.readAllLines(path, UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

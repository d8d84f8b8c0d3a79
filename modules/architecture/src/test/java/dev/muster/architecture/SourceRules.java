package dev.muster.architecture;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toList;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The rules about files. Each method returns the places that break its rule, one readable line each. */
final class SourceRules {
    static final int LONGEST_FILE = 500;

    /** A fake of a whole session or a random play is one thought, and may take a little more. */
    static final int LONGEST_TEST = 600;

    /** Names that say nothing about what is inside; code gathers under them that belongs elsewhere. */
    private static final Set<String> EMPTY_NAMES =
            Set.of("util", "utils", "common", "impl", "core", "manager", "helper", "helpers", "misc");

    private static final Pattern SLEEP =
            Pattern.compile("\\bThread\\s*\\.\\s*sleep\\s*\\(|\\b(NANO|MICRO|MILLI)?SECONDS\\s*\\.\\s*sleep\\s*\\(");

    private static final Pattern MOCK = Pattern.compile("\\bimport\\s+(static\\s+)?(org\\.mockito|org\\.easymock)\\.");

    private static final Pattern LEFT_OPEN = Pattern.compile("\\b(T[O]DO|F[I]XME|X[X]X)\\b|@D[i]sabled\\b");

    private SourceRules() {}

    static List<String> longFiles(Sources sources) {
        return sources.files().stream()
                .filter(file -> file.lines().size() > longest(file))
                .map(file -> "%s has %d lines, more than %d: split it by responsibility"
                        .formatted(file.path(), file.lines().size(), longest(file)))
                .toList();
    }

    private static int longest(Sources.File file) {
        return file.isMain() ? LONGEST_FILE : LONGEST_TEST;
    }

    /** Test code, and the testkit, whose suites are tests that other modules run. */
    static List<String> sleepsInTests(Sources sources) {
        List<Sources.File> tests = sources.files().stream()
                .filter(file -> !file.isMain() || file.module().endsWith("testkit"))
                .toList();
        return matches(tests, SLEEP, "sleeps; wait for the condition, or use virtual time");
    }

    static List<String> mocksInTests(Sources sources) {
        return matches(sources.tests(), MOCK, "mocks; write a fake");
    }

    static List<String> leftOpen(Sources sources) {
        return matches(sources.files(), LEFT_OPEN, "is left open; do it or say it in the Javadoc as a limit");
    }

    static List<String> packagesWithoutDescription(Sources sources) {
        Map<String, List<Sources.File>> packages = sources.main().stream()
                .collect(groupingBy(file -> file.module() + ": " + file.packageName(), TreeMap::new, toList()));
        List<String> broken = new ArrayList<>();
        packages.forEach((name, files) -> {
            List<Sources.File> described =
                    files.stream().filter(Sources.File::isPackageInfo).toList();
            if (described.isEmpty()) {
                broken.add(name + " has no package-info.java: say what it is for, who calls it, what it must never do");
            } else if (described.get(0).lines().stream().noneMatch(line -> line.startsWith("@NullMarked"))) {
                broken.add(described.get(0).path() + " lacks @NullMarked");
            } else if (!described.get(0).lines().get(0).startsWith("/**")) {
                broken.add(described.get(0).path() + " does not open with its purpose");
            }
        });
        return broken;
    }

    static List<String> emptyPackageNames(Sources sources) {
        return sources.files().stream()
                .map(Sources.File::packageName)
                .distinct()
                .filter(name -> Arrays.stream(name.split("\\.")).anyMatch(EMPTY_NAMES::contains))
                .map(name -> name + " has a name that says nothing: name what is inside")
                .toList();
    }

    /** A package in two modules hides package-private types from nobody and breaks the module path. */
    static List<String> packagesInTwoModules(Sources sources) {
        Map<String, TreeSet<String>> modules = sources.main().stream()
                .collect(groupingBy(
                        Sources.File::packageName,
                        TreeMap::new,
                        mapping(Sources.File::module, toCollection(TreeSet::new))));
        return modules.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1)
                .map(entry -> entry.getKey() + " lies in " + String.join(" and ", entry.getValue()))
                .toList();
    }

    private static List<String> matches(List<Sources.File> files, Pattern pattern, String complaint) {
        List<String> broken = new ArrayList<>();
        for (Sources.File file : files) {
            for (int line = 0; line < file.lines().size(); line++) {
                if (pattern.matcher(file.lines().get(line)).find()) {
                    broken.add("%s:%d %s: %s"
                            .formatted(
                                    file.path(),
                                    line + 1,
                                    complaint,
                                    file.lines().get(line).strip()));
                }
            }
        }
        return broken;
    }
}

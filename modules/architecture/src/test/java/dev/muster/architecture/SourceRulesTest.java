package dev.muster.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class SourceRulesTest {
    private static final Sources REPOSITORY = Sources.ofThisRepository();

    @Test
    void the_repository_was_found() {
        assertThat(REPOSITORY.main())
                .extracting(Sources.File::path)
                .contains("modules/graph/src/main/java/dev/muster/graph/package-info.java");
    }

    @Test
    void no_file_is_longer_than_500_lines() {
        holds(SourceRules::longFiles);
        finds(SourceRules::longFiles, file("m/src/main/java/p/Long.java", Collections.nCopies(501, "")));
    }

    @Test
    void no_test_sleeps() {
        holds(SourceRules::sleepsInTests);
        finds(SourceRules::sleepsInTests, file("m/src/test/java/p/ATest.java", List.of("Thread" + ".sleep(10);")));
        finds(
                SourceRules::sleepsInTests,
                file("modules/testkit/src/main/java/p/Suite.java", List.of("TimeUnit.SECONDS" + ".sleep(1);")));
    }

    @Test
    void no_test_mocks() {
        holds(SourceRules::mocksInTests);
        finds(
                SourceRules::mocksInTests,
                file("m/src/test/java/p/ATest.java", List.of("import static " + "org.mockito.Mockito.mock;")));
    }

    @Test
    void nothing_is_left_open() {
        holds(SourceRules::leftOpen);
        finds(SourceRules::leftOpen, file("m/src/main/java/p/A.java", List.of("// TO" + "DO later")));
    }

    @Test
    void every_package_says_what_it_is_for() {
        holds(SourceRules::packagesWithoutDescription);
        finds(SourceRules::packagesWithoutDescription, file("m/src/main/java/p/A.java", List.of()));
        finds(
                SourceRules::packagesWithoutDescription,
                file("m/src/main/java/p/package-info.java", List.of("/** Purpose. */", "package p;")));
    }

    @Test
    void every_package_has_a_name_that_says_something() {
        holds(SourceRules::emptyPackageNames);
        finds(SourceRules::emptyPackageNames, file("m/src/main/java/dev/muster/util/A.java", List.of()));
    }

    @Test
    void no_package_lies_in_two_modules() {
        holds(SourceRules::packagesInTwoModules);
        finds(
                SourceRules::packagesInTwoModules,
                file("a/src/main/java/p/A.java", List.of()),
                file("b/src/main/java/p/B.java", List.of()));
    }

    private static void holds(Function<Sources, List<String>> rule) {
        assertThat(rule.apply(REPOSITORY)).isEmpty();
    }

    private static void finds(Function<Sources, List<String>> rule, Sources.File... offenders) {
        assertThat(rule.apply(new Sources(new ArrayList<>(List.of(offenders)))))
                .as("what the rule finds in a file made to break it")
                .hasSize(1);
    }

    private static Sources.File file(String path, List<String> lines) {
        return new Sources.File(path, lines);
    }
}

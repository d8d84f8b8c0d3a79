package dev.muster.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.muster.local.fixture.SeesTheClient;
import dev.muster.scheduler.fixture.AsksTheClock;
import dev.muster.scheduler.fixture.inner.ComesBack;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClassRulesTest {
    private static final JavaClasses PUBLISHED = ClassRules.published();

    @Test
    void every_module_is_looked_at() {
        List<String> seen = PUBLISHED.stream()
                .flatMap(each -> ModuleMap.moduleOf(each.getPackageName()).stream())
                .distinct()
                .toList();
        assertThat(seen).containsExactlyInAnyOrderElementsOf(ModuleMap.modules());
    }

    @Test
    void every_package_is_on_the_map() {
        assertThat(ClassRules.packagesOffTheMap(PUBLISHED)).isEmpty();
        assertThat(ClassRules.packagesOffTheMap(classes(getClass())))
                .as("this test's own package, which is on no map")
                .hasSize(1);
    }

    @Test
    void arrows_point_inward_only() {
        assertThat(ClassRules.forbiddenArrows(PUBLISHED)).isEmpty();
        assertThat(ClassRules.forbiddenArrows(classes(SeesTheClient.class)))
                .singleElement()
                .asString()
                .startsWith("cluster-local may not see client");
    }

    @Test
    void packages_form_no_cycle() {
        assertThat(ClassRules.packageCycles(PUBLISHED)).isEmpty();
        assertThat(ClassRules.packageCycles(classes(AsksTheClock.class, ComesBack.class)))
                .singleElement()
                .asString()
                .startsWith("Cycle detected");
    }

    @Test
    void machines_touch_no_clock_thread_or_file() {
        assertThat(ClassRules.impureMachines(PUBLISHED)).isEmpty();
        assertThat(ClassRules.impureMachines(classes(AsksTheClock.class)))
                .anyMatch(line -> line.startsWith("a machine may not touch java.lang.Thread:"))
                .anyMatch(line -> line.startsWith("a machine may not touch java.util.concurrent.locks.ReentrantLock:"))
                .anyMatch(line -> line.startsWith("a machine may not call java.lang.System.nanoTime:"))
                .noneMatch(line -> line.contains("Serializable"));
    }

    private static JavaClasses classes(Class<?>... types) {
        return new ClassFileImporter().importClasses(types);
    }
}

package dev.muster.architecture;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The rules about classes. Each method returns the places that break its rule, one readable line each. */
final class ClassRules {
    private static final String ROOT = "dev.muster";

    /** What would make a machine's answer depend on something other than its events. */
    private static final Set<String> CLOSED_TO_MACHINES = Set.of(
            "java.lang.Thread",
            "java.lang.ThreadLocal",
            "java.lang.Runtime",
            "java.lang.Process",
            "java.lang.ProcessBuilder",
            "java.util.Random",
            "java.util.SplittableRandom",
            "java.util.Timer",
            "java.time.Clock");

    private static final List<String> CLOSED_PACKAGES = List.of(
            "java.io",
            "java.net",
            "java.nio.channels",
            "java.nio.file",
            "java.util.concurrent",
            "java.util.random",
            "org.slf4j");

    private static final Set<String> CLOSED_METHODS = Set.of(
            "java.lang.System.nanoTime",
            "java.lang.System.currentTimeMillis",
            "java.lang.System.getProperty",
            "java.lang.System.getenv",
            "java.lang.System.identityHashCode",
            "java.lang.Math.random",
            "java.util.UUID.randomUUID",
            "java.time.Instant.now",
            "java.time.LocalDateTime.now",
            "java.util.Collections.shuffle",
            "java.lang.Object.wait",
            "java.lang.Object.notify",
            "java.lang.Object.notifyAll");

    private ClassRules() {}

    /** Every module's own classes, without their tests. */
    static JavaClasses published() {
        return new ClassFileImporter()
                .withImportOption(location -> !location.contains("/test-classes/"))
                .importPackages(ROOT);
    }

    static List<String> packagesOffTheMap(JavaClasses classes) {
        Set<String> unknown = new TreeSet<>();
        for (JavaClass each : classes) {
            if (ModuleMap.moduleOf(each.getPackageName()).isEmpty()) {
                unknown.add(each.getPackageName() + " belongs to no module on the map: add it to ModuleMap and README");
            }
        }
        return List.copyOf(unknown);
    }

    static List<String> forbiddenArrows(JavaClasses classes) {
        Set<String> broken = new TreeSet<>();
        for (JavaClass each : classes) {
            Optional<String> from = ModuleMap.moduleOf(each.getPackageName());
            if (from.isPresent()) {
                Set<String> visible = ModuleMap.visibleFrom(from.get());
                for (Dependency dependency : each.getDirectDependenciesFromSelf()) {
                    module(dependency.getTargetClass())
                            .filter(Predicate.not(visible::contains))
                            .ifPresent(to -> broken.add("%s may not see %s: %s uses %s"
                                    .formatted(
                                            from.get(),
                                            to,
                                            each.getName(),
                                            dependency.getTargetClass().getName())));
                }
            }
        }
        return List.copyOf(broken);
    }

    static List<String> packageCycles(JavaClasses classes) {
        SliceAssignment byPackage = new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass each) {
                return each.getPackageName().startsWith(ROOT)
                        ? SliceIdentifier.of(each.getPackageName())
                        : SliceIdentifier.ignore();
            }

            @Override
            public String getDescription() {
                return "packages";
            }
        };
        return slices().assignedFrom(byPackage)
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .evaluate(classes)
                .getFailureReport()
                .getDetails();
    }

    /** What the classes of both machines touch that their decisions may not depend on. */
    static List<String> impureMachines(JavaClasses classes) {
        List<String> broken = new ArrayList<>();
        for (JavaClass each : classes) {
            String module = ModuleMap.moduleOf(each.getPackageName()).orElse("");
            if (module.equals("scheduler") || module.equals("worker")) {
                broken.addAll(impurities(each));
            }
        }
        return broken;
    }

    private static List<String> impurities(JavaClass machine) {
        Set<String> broken = new TreeSet<>();
        for (Dependency dependency : machine.getDirectDependenciesFromSelf()) {
            JavaClass target = dependency.getTargetClass().getBaseComponentType();
            if (isClosed(target)) {
                broken.add("a machine may not touch %s: %s".formatted(target.getName(), dependency.getDescription()));
            }
        }
        machine.getAccessesFromSelf().forEach(access -> {
            String target =
                    access.getTargetOwner().getName() + "." + access.getTarget().getName();
            if (CLOSED_METHODS.contains(target)) {
                broken.add("a machine may not call %s: %s".formatted(target, access.getDescription()));
            }
        });
        return List.copyOf(broken);
    }

    private static boolean isClosed(JavaClass target) {
        if (target.getName().equals("java.io.Serializable")) {
            return false;
        }
        String packageName = target.getPackageName();
        return CLOSED_TO_MACHINES.contains(target.getName())
                || CLOSED_PACKAGES.stream()
                        .anyMatch(closed -> packageName.equals(closed) || packageName.startsWith(closed + "."));
    }

    private static Optional<String> module(JavaClass target) {
        String packageName = target.getPackageName();
        boolean ours = packageName.equals(ROOT) || packageName.startsWith(ROOT + ".");
        return ours ? ModuleMap.moduleOf(packageName) : Optional.empty();
    }
}

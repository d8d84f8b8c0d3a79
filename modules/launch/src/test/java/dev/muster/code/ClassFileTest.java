package dev.muster.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ClassFileTest {
    static int counter;

    static int told = 3;

    /** Code with each kind of instruction that has a length of its own. */
    static final class Sample {
        int branches(int of, String text) {
            switch (of) {
                case 1, 2, 3:
                    return counter;
                default:
            }
            switch (text) {
                case "a", "zebra":
                    return 1_000_000 + of;
                default:
            }
            long[][] many = new long[of][of];
            of += 1_000;
            told = of;
            IntSupplier later = () -> Math.abs(told);
            Supplier<List<String>> maker = java.util.ArrayList::new;
            return later.getAsInt() + maker.get().size() + many.length;
        }
    }

    private static ClassFile parsed(Class<?> type) throws IOException {
        try (InputStream in = type.getResourceAsStream(
                type.getName().substring(type.getPackageName().length() + 1) + ".class")) {
            return ClassFile.of(in.readAllBytes());
        }
    }

    @Test
    void it_names_every_class_that_it_mentions() throws Exception {
        assertThat(parsed(Sample.class).classes())
                .contains(
                        Sample.class.getName(),
                        ClassFileTest.class.getName(),
                        "java.lang.Object",
                        "java.lang.String",
                        "java.util.function.IntSupplier",
                        "java.util.ArrayList")
                .allMatch(name -> name.matches("[\\w.$]+"));
        assertThat(parsed(Sample.class).superName()).contains("java.lang.Object");
    }

    @Test
    void code_is_followed_through_switches_and_lambdas() throws Exception {
        ClassFile file = parsed(Sample.class);
        ClassFile.Method branches = file.methods().stream()
                .filter(method -> method.name().equals("branches"))
                .findFirst()
                .orElseThrow();
        assertThat(file.reached(branches))
                .contains(
                        new Reference(Reference.Kind.READ_STATIC, ClassFileTest.class.getName(), "counter", "I"),
                        new Reference(Reference.Kind.WRITE_STATIC, ClassFileTest.class.getName(), "told", "I"),
                        new Reference(Reference.Kind.NEW, "java.util.ArrayList", "<init>", "()V"))
                .anyMatch(reference -> reference.name().startsWith("lambda$branches$")
                        && reference.kind() == Reference.Kind.CALL_EXACT)
                .noneMatch(reference -> reference.name().equals("abs"));
    }

    /** A wrong length of one instruction would sooner or later meet an impossible one. */
    @Test
    void all_code_of_a_big_package_of_the_jdk_is_walked_to_its_end() throws Exception {
        Path classes = FileSystems.getFileSystem(java.net.URI.create("jrt:/")).getPath("/modules/java.base/java/util");
        int methods = 0;
        try (Stream<Path> files = Files.list(classes)) {
            for (Path path :
                    files.filter(each -> each.toString().endsWith(".class")).toList()) {
                ClassFile file = ClassFile.of(Files.readAllBytes(path));
                for (ClassFile.Method method : file.methods()) {
                    assertThat(file.reached(method)).doesNotContainNull();
                    methods++;
                }
            }
        }
        assertThat(methods).isGreaterThan(3_000);
    }

    @Test
    void what_is_no_class_file_is_refused() {
        assertThatThrownBy(() -> ClassFile.of(new byte[] {1, 2, 3})).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void classes_from_files_are_not_in_memory() {
        assertThat(MemoryClasses.isInMemory(ClassFileTest.class)).isFalse();
        assertThat(MemoryClasses.isInMemory(String.class)).isFalse();
        assertThat(MemoryClasses.reachableFrom(int[].class).files()).isEmpty();
        Supplier<String> lambda = () -> "x";
        assertThat(MemoryClasses.reachableFrom(lambda.getClass()).files()).isEmpty();
    }
}

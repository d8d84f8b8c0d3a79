package dev.muster.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.error.ClusterException;
import dev.muster.error.ClusterException.Code;
import dev.muster.function.Function0;
import dev.muster.function.Function1;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import jdk.jshell.JShell;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two sides whose classes are not the same: found out, never misread, and never other code run. */
public class OtherClassesTest {
    private static final String TWO =
            "public class Two { public static dev.muster.function.Function1<Integer, Integer> "
                    + "first() { return %s; } public static dev.muster.function.Function1<Integer, Integer> second() { return %s; } }";

    @TempDir
    private Path folder;

    private int compiled;

    @Test
    void two_lambdas_that_exchanged_their_bodies_never_run_the_wrong_one() throws Exception {
        try (URLClassLoader before = compiled("Two", String.format(TWO, "x -> x + 1", "x -> x - 1"));
                URLClassLoader after = compiled("Two", String.format(TWO, "x -> x - 1", "x -> x + 1"));
                URLClassLoader same = compiled("Two", String.format(TWO, "x -> x + 1", "x -> x - 1"))) {
            var payload = KryoCodec.of(before).encode(made(before, "Two", "first"));
            assertOtherPeer(() -> KryoCodec.of(after).decode(payload), "the class file of Two differs");
            @SuppressWarnings("unchecked")
            Function1<Integer, Integer> back =
                    (Function1<Integer, Integer>) KryoCodec.of(same).decode(payload);
            assertThat(back.apply(41)).isEqualTo(42);
            assertThat(back.getClass().getClassLoader()).isSameAs(same);
        }
    }

    @Test
    void a_class_with_other_fields_is_not_misread() throws Exception {
        String source = "public class Two { %s public static Object first() { return new Two(); } }";
        try (URLClassLoader before = compiled("Two", String.format(source, "int a = 1; public int b = 2;"));
                URLClassLoader other = compiled("Two", String.format(source, "int a; String b;"));
                URLClassLoader fewer = compiled("Two", String.format(source, "int a;"));
                URLClassLoader ordered =
                        compiled("Two", String.format(source, "public int b; int a; void more() {}"))) {
            var payload = KryoCodec.of(before).encode(made(before, "Two", "first"));
            assertOtherPeer(() -> KryoCodec.of(other).decode(payload), "Two has other fields");
            assertOtherPeer(() -> KryoCodec.of(fewer).decode(payload), "Two has other fields");
            Object back = KryoCodec.of(ordered).decode(payload);
            assertThat(back.getClass().getDeclaredField("b").getInt(back)).isEqualTo(2);
        }
    }

    @Test
    void an_enum_with_other_constants_and_a_class_that_became_a_record_are_not_misread() throws Exception {
        String source = "public enum Two { %s; public static Object first() { return B; } }";
        String class1 = "public class Three { int a; public static Object first() { return new Three(); } }";
        try (URLClassLoader before = compiled("Two", String.format(source, "A, B"));
                URLClassLoader after = compiled("Two", String.format(source, "B, A"));
                URLClassLoader plain = compiled("Three", class1);
                URLClassLoader record = compiled("Three", "public record Three(int a) {}")) {
            var payload = KryoCodec.of(before).encode(made(before, "Two", "first"));
            assertOtherPeer(() -> KryoCodec.of(after).decode(payload), "Two has other constants");
            var fields = KryoCodec.of(plain).encode(made(plain, "Three", "first"));
            assertOtherPeer(() -> KryoCodec.of(record).decode(fields), "Three");
        }
    }

    @Test
    void a_class_that_is_missing_is_named() throws Exception {
        try (URLClassLoader before = compiled("Two", String.format(TWO, "x -> x", "x -> x"));
                URLClassLoader without = compiled("Other", "public class Other {}")) {
            var payload = KryoCodec.of(before).encode(made(before, "Two", "first"));
            assertThatThrownBy(() -> KryoCodec.of(without).decode(payload))
                    .isInstanceOfSatisfying(
                            ClusterException.class, e -> assertThat(e.code()).isEqualTo(Code.UNSERIALIZABLE))
                    .hasMessageContaining("class Two is not on this JVM's class path");
        }
    }

    @Test
    void a_snippet_of_jshell_travels_within_its_loader() throws Exception {
        try (JShell shell = JShell.builder()
                .executionEngine("local")
                .compilerOptions("-cp", place(Function1.class) + File.pathSeparator + place(OtherClassesTest.class))
                .build()) {
            shell.eval("int n = 41;");
            shell.eval("record Point(int x) {}");
            var events = shell.eval(
                    "dev.muster.codec.OtherClassesTest.SEEN.set((dev.muster.function.Function0<Object>) () -> new"
                            + " Point(n + 1).toString());");
            assertThat(SEEN.get()).as("%s", events).isNotNull();
            Function0<Object> function = SEEN.get();
            KryoCodec codec = KryoCodec.of(function.getClass().getClassLoader());
            @SuppressWarnings("unchecked")
            Function0<Object> back = (Function0<Object>) codec.decode(codec.encode(function));
            assertThat(back.call()).isEqualTo("Point[x=42]");
        } finally {
            SEEN.set(null);
        }
    }

    /** Where a snippet leaves its function. */
    public static final java.util.concurrent.atomic.AtomicReference<Function0<Object>> SEEN =
            new java.util.concurrent.atomic.AtomicReference<>();

    private static Object made(ClassLoader loader, String type, String method) throws ReflectiveOperationException {
        return Class.forName(type, true, loader).getMethod(method).invoke(null);
    }

    private static void assertOtherPeer(ThrowingCallable call, String says) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ClusterException.class, e -> assertThat(e.code()).isEqualTo(Code.INCOMPATIBLE_PEER))
                .hasMessageContaining(says)
                .hasMessageContaining("on all nodes");
    }

    private static String place(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation().getPath();
    }

    private URLClassLoader compiled(String name, String source) throws IOException {
        Path place = Files.createDirectory(folder.resolve("build-" + compiled++));
        Path file = Files.writeString(place.resolve(name + ".java"), source);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options = List.of("-d", place.toString(), "-cp", place(Function1.class));
            boolean done = compiler.getTask(said, files, null, options, null, files.getJavaFileObjects(file))
                    .call();
            assertThat(done).as(said.toString()).isTrue();
        }
        return new URLClassLoader(new URL[] {place.toUri().toURL()}, OtherClassesTest.class.getClassLoader());
    }
}

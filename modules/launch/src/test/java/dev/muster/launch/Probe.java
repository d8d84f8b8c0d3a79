package dev.muster.launch;

import dev.muster.code.CodeManifest;
import dev.muster.code.MemoryClasses;
import dev.muster.code.SnippetVariable;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/** What a client does with a task, in little: programs of every kind call it. */
public final class Probe {
    private Probe() {}

    /** A function that can travel. */
    public interface Task<T> extends Callable<T>, Serializable {}

    /**
     * Runs a task in a worker of its own and prints what it says: "answer …" and "by …", the loader's name.
     *
     * @param folders for temporary files and for caches
     */
    public static <T> void run(Task<T> task, String... folders) throws Exception {
        LauncherOptions options = Places.options(Path.of(folders[0]), Path.of(folders[1]));
        try (Launcher launcher = Launcher.open(options)) {
            LaunchSpec spec = LaunchSpec.of("w", 1).settings(settings(task, launcher.userCode()));
            WorkerProcess worker = launcher.launch(List.of(spec), new Lines()).get(0);
            Lines.death(worker).lastLines().forEach(System.out::println);
        }
    }

    private static byte[] settings(Task<?> task, CodeManifest code) throws Exception {
        Method replace = task.getClass().getDeclaredMethod("writeReplace");
        replace.setAccessible(true);
        SerializedLambda shape = (SerializedLambda) replace.invoke(task);
        ClassLoader loader = task.getClass().getClassLoader();
        Class<?> holder = Class.forName(shape.getCapturingClass().replace('/', '.'), false, loader);
        List<SnippetVariable> variables =
                SnippetVariable.readBy(holder, shape.getImplMethodName(), shape.getImplMethodSignature());

        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeUTF("call");
        code.with(MemoryClasses.reachableFrom(holder)).writeTo(out);
        out.writeInt(variables.size());
        for (SnippetVariable variable : variables) {
            out.writeUTF(variable.type());
            out.writeUTF(variable.field());
            write(variable.value(loader), out);
        }
        write(task, out);
        return bytes.toByteArray();
    }

    private static void write(Object value, DataOutputStream out) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream objects = new ObjectOutputStream(bytes)) {
            objects.writeObject(value);
        }
        out.writeInt(bytes.size());
        bytes.writeTo(out);
    }
}

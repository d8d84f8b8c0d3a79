package dev.muster.launch;

import dev.muster.code.CodeLoaders;
import dev.muster.code.CodeManifest;
import dev.muster.code.SnippetVariable;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/** A worker that says it is ready and then does what its settings say. */
public final class EchoProgram implements WorkerProgram {
    static volatile int held;

    @Override
    public void run(WorkerStart start) throws Exception {
        System.out.println("ready " + ProcessHandle.current().pid());
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(start.settings()));
        String what = start.settings().length == 0 ? "wait" : in.readUTF();
        switch (what) {
            case "wait" -> new CountDownLatch(1).await();
            case "exit" -> System.exit(in.readInt());
            case "fail" -> throw new IllegalStateException("no way on");
            case "say" -> say(start, in.readUTF());
            case "print" -> print(in.readInt());
            case "load" -> load(start, in.readUTF());
            case "call" -> call(start, in);
            case "fill" -> fill();
            case "crash" -> crash();
            case "child" -> leaveChild();
            default -> throw new IllegalArgumentException(what);
        }
    }

    private static void say(WorkerStart start, String variable) throws IOException {
        System.out.println("name " + start.name());
        System.out.println("threads " + start.threads());
        System.out.println("heap " + (Runtime.getRuntime().maxMemory() >> 20));
        System.out.println("processors " + Runtime.getRuntime().availableProcessors());
        System.out.println("property " + System.getProperty("a.test"));
        System.out.println("variable " + System.getenv(variable));
        System.out.println("folder " + System.getProperty("user.dir"));
        System.out.println("input " + System.in.read());
        System.err.println("done");
        new CountDownLatch(0).countDown();
    }

    private static void print(int lines) {
        for (int line = 0; line < lines; line++) {
            System.out.println("line " + line);
        }
    }

    private static void load(WorkerStart start, String type) throws Exception {
        Class<?> loaded = Class.forName(type, true, start.userCode());
        System.out.println("answer " + loaded.getMethod("answer").invoke(null));
        System.out.println("by " + loaded.getClassLoader().getName());
    }

    /** A task as a client would send it: code, values of snippet variables, and the function itself. */
    private static void call(WorkerStart start, DataInputStream in) throws Exception {
        CodeManifest code = CodeManifest.readFrom(in);
        try (CodeLoaders.Lease lease = start.loaders().lease(code)) {
            ClassLoader loader = lease.loader();
            for (int left = in.readInt(); left > 0; left--) {
                new SnippetVariable(in.readUTF(), in.readUTF()).assign(loader, object(in, loader));
            }
            Object function = object(in, loader);
            System.out.println("answer " + ((Callable<?>) function).call());
            System.out.println("by " + function.getClass().getClassLoader().getName());
        }
    }

    private static Object object(DataInputStream in, ClassLoader loader) throws IOException, ClassNotFoundException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        try (ObjectInputStream objects = new Resolving(new ByteArrayInputStream(bytes), loader)) {
            return objects.readObject();
        }
    }

    private static final class Resolving extends ObjectInputStream {
        private final ClassLoader loader;

        private Resolving(InputStream in, ClassLoader loader) throws IOException {
            super(in);
            this.loader = loader;
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass described) throws IOException, ClassNotFoundException {
            try {
                return Class.forName(described.getName(), false, loader);
            } catch (ClassNotFoundException perhapsPrimitive) {
                return super.resolveClass(described);
            }
        }
    }

    private static void fill() {
        List<byte[]> all = new ArrayList<>();
        while (true) {
            all.add(new byte[1 << 20]);
            held = all.size();
        }
    }

    private static void crash() throws Exception {
        Class<?> type = Class.forName("sun.misc.Unsafe");
        Field field = type.getDeclaredField("theUnsafe");
        field.setAccessible(true);
        type.getMethod("putAddress", long.class, long.class).invoke(field.get(null), 0L, 0L);
    }

    private static void leaveChild() throws IOException {
        Process sleeper = new ProcessBuilder("sleep", "30").inheritIO().start();
        System.out.println("child " + sleeper.pid());
    }

    @Override
    public void rehearse() {
        System.out.println("rehearsing " + ProcessHandle.current().pid());
    }
}

package dev.muster.launch;

import dev.muster.code.CodeLoaders;
import dev.muster.code.CodeManifest;
import dev.muster.code.CodeRoot;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The main class of every worker JVM; started by {@link Launcher} only.
 *
 * <p>Arguments: the class name of the {@link WorkerProgram}, after {@code --rehearse} if its classes are to be archived.
 * Everything else comes over standard input, which stays open: its end is the worker's end.
 */
public final class WorkerMain {
    static final String REHEARSE = "--rehearse";

    private WorkerMain() {}

    /** Runs the program and ends the JVM. */
    public static void main(String[] arguments) {
        ignoreTerminal();
        int exit = 0;
        try {
            if (arguments[0].equals(REHEARSE)) {
                rehearse(program(arguments[1]));
            } else {
                run(program(arguments[0]));
            }
        } catch (Throwable failure) {
            printFailure(failure);
            exit = 1;
        }
        System.exit(exit);
    }

    private static WorkerProgram program(String name) throws ReflectiveOperationException {
        return Class.forName(name)
                .asSubclass(WorkerProgram.class)
                .getConstructor()
                .newInstance();
    }

    private static void run(WorkerProgram program) throws Exception {
        InputStream parent = new BufferedInputStream(new FileInputStream(FileDescriptor.in));
        // A task that reads System.in must not take what the parent says.
        System.setIn(new ByteArrayInputStream(new byte[0]));
        WorkerStart start = start(new DataInputStream(parent));
        ParentWatch.start(parent, program);
        program.run(start);
    }

    private static WorkerStart start(DataInputStream in) throws IOException {
        StartMessage message = StartMessage.readFrom(in);
        return new WorkerStart(
                message.name(),
                message.threads(),
                message.folder(),
                message.settings(),
                message.code(),
                new CodeLoaders(WorkerMain.class.getClassLoader()));
    }

    private static void rehearse(WorkerProgram program) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Path here = Path.of("").toAbsolutePath();
        CodeRoot root = new CodeRoot(here, false, "", Optional.empty(), 0, 0);
        new StartMessage("rehearsal", 1, here, new byte[0], CodeManifest.of(List.of(root)))
                .writeTo(new DataOutputStream(bytes));
        WorkerStart start = start(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        try (CodeLoaders.Lease lease = start.loaders().lease(start.code())) {
            Class.forName(Object.class.getName(), true, lease.loader());
        }
        ParentWatch.start(new FileInputStream(FileDescriptor.in), program);
        program.rehearse();
    }

    /**
     * Ctrl-C and a closed terminal reach the whole process group, but it is the parent who decides when workers end. The
     * option -Xrs would not do: it gives these signals back their default, which is death.
     */
    private static void ignoreTerminal() {
        for (String name : new String[] {"INT", "HUP"}) {
            try {
                Class<?> signal = Class.forName("sun.misc.Signal");
                Class<?> handler = Class.forName("sun.misc.SignalHandler");
                signal.getMethod("handle", signal, handler)
                        .invoke(
                                null,
                                signal.getConstructor(String.class).newInstance(name),
                                handler.getField("SIG_IGN").get(null));
            } catch (ReflectiveOperationException notHere) {
                // a JVM without them, or a system without this signal
            }
        }
    }

    @SuppressWarnings("CatchAndPrintStackTrace") // the parent reads it, there is no log yet
    private static void printFailure(Throwable failure) {
        failure.printStackTrace();
    }
}

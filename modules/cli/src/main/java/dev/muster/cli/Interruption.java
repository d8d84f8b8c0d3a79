package dev.muster.cli;

import ch.qos.logback.classic.Level;
import dev.muster.client.Client;
import dev.muster.error.ClusterException;
import java.io.PrintWriter;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Ctrl-C does to a program: its clients are closed, one line is printed, the JVM ends with 130. A second one does not
 * wait for the clients. Thread-safe.
 */
final class Interruption {

    private final AtomicInteger signals = new AtomicInteger();
    private final PrintWriter err;

    private Interruption(PrintWriter err) {
        this.err = err;
    }

    /** Listens from now on, where this Java lets us; elsewhere Ctrl-C ends the JVM in its own way, with 130 as well. */
    static Interruption install(PrintWriter err) {
        Interruption interruption = new Interruption(err);
        try {
            // By reflection: the class is supported (module jdk.unsupported), yet javac warns of each mention of it.
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object ours = Proxy.newProxyInstance(
                    Interruption.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            interruption.signalled();
                            return null;
                        }
                        return method.invoke(interruption, arguments);
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("INT"), ours);
        } catch (ReflectiveOperationException | IllegalArgumentException unsupported) {
            LoggerFactory.getLogger(Interruption.class).debug("Ctrl-C is left to the JVM", unsupported);
        }
        return interruption;
    }

    private void signalled() {
        if (signals.incrementAndGet() > 1) {
            Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
        }
        // What tasks say while they are being stopped is no news.
        if (LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME) instanceof ch.qos.logback.classic.Logger root) {
            root.setLevel(Level.OFF);
        }
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {});
        closeClients();
        err.println("muster: interrupted");
        err.flush();
        System.exit(ExitCode.INTERRUPTED);
    }

    /** The default ones, so that their bars draw their last line before ours; the JVM's end closes the others. */
    private static void closeClients() {
        try {
            while (true) {
                Client.current().close();
            }
        } catch (ClusterException none) {
            // No client is open any more.
        }
    }

    /** Does not return if Ctrl-C was pressed: what the program throws then is of its being stopped. */
    void awaitEndIfUnderWay() {
        while (signals.get() > 0) {
            LockSupport.park(this);
        }
    }
}

package dev.muster.launch;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The launchers that this JVM's end has to close, and the one shutdown hook that does it. Thread-safe. The hook is there
 * only while there are launchers, so that a closed program leaves nothing in the JVM.
 */
final class OpenLaunchers {
    private static final Set<Launcher> OPEN = new LinkedHashSet<>();
    private static final Object LOCK = new Object();
    private static final Thread HOOK = new Thread(OpenLaunchers::closeAll, "muster-launch-shutdown");
    private static boolean hooked;

    private OpenLaunchers() {}

    static void add(Launcher launcher) {
        synchronized (LOCK) {
            OPEN.add(launcher);
            if (!hooked) {
                Runtime.getRuntime().addShutdownHook(HOOK); // refused while the JVM ends: so is the launcher
                hooked = true;
            }
        }
    }

    static void remove(Launcher launcher) {
        synchronized (LOCK) {
            OPEN.remove(launcher);
            if (OPEN.isEmpty() && hooked) {
                try {
                    Runtime.getRuntime().removeShutdownHook(HOOK);
                    hooked = false;
                } catch (IllegalStateException ending) {
                    // the hook runs, or has run
                }
            }
        }
    }

    private static void closeAll() {
        List<Launcher> open;
        synchronized (LOCK) {
            open = List.copyOf(OPEN);
        }
        open.forEach(Launcher::end); // all at once, then one by one
        open.forEach(Launcher::closeAtShutdown);
    }
}

package dev.muster.launch;

import dev.muster.code.CodeLoaders;
import dev.muster.code.CodeManifest;
import java.nio.file.Path;

/**
 * What a worker was given at its start. Immutable but for the loaders, which are thread-safe.
 *
 * @param name the worker's name
 * @param threads how many task threads it shall have
 * @param folder a private folder for its files and sockets, deleted after its end
 * @param settings the bytes that its {@link LaunchSpec} holds
 * @param code the user's class path, by content; empty where it is part of the JVM's own class path
 * @param loaders this JVM's loaders of users' code
 */
public record WorkerStart(
        String name, int threads, Path folder, byte[] settings, CodeManifest code, CodeLoaders loaders) {

    /**
     * The loader of the user's class path as it was at the start, leased for as long as the JVM lives.
     *
     * @throws dev.muster.error.ClusterException with code INCOMPATIBLE_PEER if a jar was replaced meanwhile
     */
    public ClassLoader userCode() {
        return code.roots().isEmpty()
                ? ClassLoader.getSystemClassLoader()
                : loaders.lease(code).loader();
    }
}

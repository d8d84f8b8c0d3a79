package dev.muster.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IVersionProvider;

/** Muster's version, as its jar says it. Stateless. */
final class Version implements IVersionProvider {

    /** The version; {@code development} where classes do not come from a jar. */
    static String text() {
        @Nullable String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    @Override
    public String[] getVersion() {
        return new String[] {"muster " + text(), "java " + System.getProperty("java.runtime.version")};
    }
}

package dev.muster.cli;

/** What the process ends with. 3 is the launcher's: no Java, or the build failed. */
final class ExitCode {

    static final int DONE = 0;
    static final int FAILED = 1;
    static final int BAD_USAGE = 2;
    /** 128 and the number of the signal, as shells say it. */
    static final int INTERRUPTED = 130;

    private ExitCode() {}
}

package dev.muster.testkit.contract;

import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.concurrent.locks.LockSupport;

/** A door that task bodies wait at until the test opens it: a file, so that they may be in another process. Immutable. */
record Gate(String path) implements Serializable {
    private static final long LOOK_EVERY_NANOS = 300_000;

    void open() {
        try {
            if (!new File(path).createNewFile()) {
                throw new IllegalStateException(path + " was open already");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isOpen() {
        return new File(path).exists();
    }

    /** Waits as a well-behaved body does: an interrupt ends it. */
    void await() throws InterruptedException {
        while (!isOpen()) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted at " + path);
            }
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
    }

    /** Waits as a body does that eats its interrupts. */
    void awaitStubbornly() {
        while (!isOpen()) {
            Thread.interrupted();
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
    }
}

package dev.muster.loop;

import java.util.concurrent.atomic.AtomicLong;

/** The counter of offered events, alone on its cache lines as far as fields can arrange: every offer writes it. Thread-safe. */
@SuppressWarnings("UnusedVariable") // padding
final class Pending extends AtomicLong {
    private static final long serialVersionUID = 1L;

    private long p1;
    private long p2;
    private long p3;
    private long p4;
    private long p5;
    private long p6;
    private long p7;
}

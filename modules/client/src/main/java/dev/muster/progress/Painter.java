package dev.muster.progress;

import java.util.List;

/** Turns figures into what is to be written. Owned by the display's thread. */
interface Painter {

    /** What to write now; empty for nothing. */
    String next(long now, List<KindProgress> kinds);

    /** What to write at the end, after which nothing more is painted. */
    String last(long now, List<KindProgress> kinds);
}

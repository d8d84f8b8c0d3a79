package dev.muster.progress;

import java.util.List;

/** Where the figures come from. Called by one thread, the display's own, so it may take a moment; it should not block. */
public interface ProgressSource {

    /** What is to be shown now. */
    List<KindProgress> kinds();

    /** Whether nothing will change any more, so that the display can end by itself. */
    boolean over();
}

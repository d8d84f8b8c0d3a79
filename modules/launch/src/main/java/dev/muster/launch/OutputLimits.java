package dev.muster.launch;

import java.time.Duration;

/**
 * How much of what a worker prints is passed on. Immutable.
 *
 * @param longestLine characters of a line; the rest of it is counted
 * @param mostLines passed on in one window for each worker; the rest is counted
 * @param window how long a window is
 * @param remembered last lines kept for the report of a worker's death
 */
public record OutputLimits(int longestLine, int mostLines, Duration window, int remembered) {
    public OutputLimits {
        if (longestLine < 1 || mostLines < 1 || remembered < 1 || window.isNegative() || window.isZero()) {
            throw new IllegalArgumentException("longestLine=" + longestLine + ", mostLines=" + mostLines + ", window="
                    + window + ", remembered=" + remembered + ": each must be above 0");
        }
    }

    /** 8,192 characters a line, 1,000 lines in 10 seconds, 40 remembered. */
    public static OutputLimits standard() {
        return new OutputLimits(8_192, 1_000, Duration.ofSeconds(10), 40);
    }
}

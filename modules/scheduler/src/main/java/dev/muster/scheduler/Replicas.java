package dev.muster.scheduler;

import dev.muster.protocol.Kept;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The workers that hold a value, where there is more than one. Owned by the scheduler's loop. The first is the record's worker too. */
final class Replicas {
    private int[] workers;
    private int count;

    Replicas(int first, int second) {
        workers = new int[] {first, second};
        count = 2;
    }

    /** Whether a record's value is kept at workers, and so not the client's. */
    static boolean kept(@Nullable Object value) {
        return value == Kept.AT_WORKER || value instanceof Replicas;
    }

    int count() {
        return count;
    }

    int worker(int index) {
        return workers[index];
    }

    boolean has(int worker) {
        for (int index = 0; index < count; index++) {
            if (workers[index] == worker) {
                return true;
            }
        }
        return false;
    }

    void add(int worker) {
        if (count == workers.length) {
            workers = Arrays.copyOf(workers, count * 2);
        }
        workers[count++] = worker;
    }

    void remove(int worker) {
        for (int index = 0; index < count; index++) {
            if (workers[index] == worker) {
                System.arraycopy(workers, index + 1, workers, index, --count - index);
                return;
            }
        }
    }
}

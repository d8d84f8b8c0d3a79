package dev.muster.scheduler;

/** Handles of tasks that no client sees. */
final class Handles {
    /** Nobody's: what happens to its tasks is told to no one. */
    static final Handle NONE = new Handle() {
        @Override
        public void bind(long firstTask) {}

        @Override
        public long firstTask() {
            return 0;
        }
    };

    private Handles() {}
}

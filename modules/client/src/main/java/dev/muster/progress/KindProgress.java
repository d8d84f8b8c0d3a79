package dev.muster.progress;

/**
 * How far the tasks of one kind are. Immutable.
 *
 * @param name of the kind, as its tasks' keys begin
 * @param done tasks that have a value, those let go of included; at least 0
 * @param running tasks that occupy a thread, as near as is known; at least 0
 * @param waiting tasks that have not started; at least 0
 * @param erred tasks that ended without a value; at least 0
 */
public record KindProgress(String name, long done, long running, long waiting, long erred) {

    /**
     * Checks the figures.
     *
     * @throws IllegalArgumentException naming the first one below 0
     */
    public KindProgress {
        atLeastNone("done", done, name);
        atLeastNone("running", running, name);
        atLeastNone("waiting", waiting, name);
        atLeastNone("erred", erred, name);
    }

    private static void atLeastNone(String figure, long value, String name) {
        if (value < 0) {
            throw new IllegalArgumentException(figure + "=" + value + " of kind '" + name + "': at least 0 is needed");
        }
    }

    /** All its tasks. */
    public long total() {
        return ended() + running + waiting;
    }

    /** Those that have ended, one way or the other. */
    public long ended() {
        return done + erred;
    }

    /** Those that have not. */
    public long open() {
        return running + waiting;
    }

    /** These and others together, under another name. */
    KindProgress plus(KindProgress other, String together) {
        return new KindProgress(
                together, done + other.done, running + other.running, waiting + other.waiting, erred + other.erred);
    }
}

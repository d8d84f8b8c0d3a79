package somebody.program;

/** Part of the tests' class path. */
public final class Answering {
    private Answering() {}

    /** What a worker is asked for. */
    public static int answer() {
        return 42;
    }
}

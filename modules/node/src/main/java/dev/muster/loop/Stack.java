package dev.muster.loop;

/**
 * Looks how much stack is left, by using it. Thread-safe.
 *
 * <p>Users' recursions may overflow anywhere, also in a call of ours: a submit on every level of an endless recursion is sure to. Between
 * the two halves of an offer that would be fatal: a slot of the mailbox claimed and never filled stops the holder for ever, a token made
 * and not passed on is lost with the loop. There is no cheaper way to know than to go down first, where nothing has been touched yet; the
 * overflow then is the user's own.
 */
public final class Stack {
    /** Needs more than an offer in compiled code does. Every offer pays for it, about a nanosecond each. */
    private static final int FEW = 64;

    /** Needs more than an offer in interpreted code does, or choosing and waking a thread do, or giving a place away and taking it back. */
    private static final int SOME = 300;

    /** Needs several times what the machines and the start of a task do. */
    private static final int MANY = 1500;

    private Stack() {}

    /** Throws {@code StackOverflowError} unless an offer fits, once its code is compiled. */
    static void requireFew() {
        descend(FEW, 1, 2, 3);
    }

    /** Throws {@code StackOverflowError} unless an offer fits for certain, a wake-up, the beginning and the end of a wait. */
    public static void requireSome() {
        descend(SOME, 1, 2, 3);
    }

    /** Whether the machines, and a task on top, have plenty. */
    public static boolean plenty() {
        try {
            return descend(MANY, 1, 2, 3) != 0;
        } catch (StackOverflowError e) {
            return false;
        }
    }

    // The arguments are there to make the frames larger and to keep the recursion from being folded.
    private static int descend(int depth, long a, long b, long c) {
        return depth == 0 ? (int) (a + b + c) | 1 : descend(depth - 1, b + 1, c, a) + (int) a | 1;
    }
}

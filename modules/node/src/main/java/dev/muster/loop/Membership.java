package dev.muster.loop;

/** A participant's place on its loop. Owned by the loop, but for {@link #leave}. */
public final class Membership {
    private final Loop loop;
    private final Participant participant;

    /** When the participant wants its tick; kept here so that finding the next timer asks no machine. */
    long due = Long.MAX_VALUE;

    /** Whether it waits for its flush already. */
    boolean touched;

    /** Whether it has left. */
    boolean gone;

    Membership(Loop loop, Participant participant) {
        this.loop = loop;
        this.participant = participant;
    }

    Participant participant() {
        return participant;
    }

    /** Has the participant flushed before the loop's role is given up. Cheap, and may be repeated. Under the loop. */
    public void touch() {
        if (!touched) {
            touched = true;
            loop.touched(this);
        }
    }

    /** Takes the participant off the loop: no flush and no tick any more. Any thread; at once if under the loop, else soon. */
    public void leave() {
        loop.underLoop(() -> {
            gone = true;
            loop.left(this);
        });
    }
}

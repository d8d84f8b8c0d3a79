package dev.muster.scheduler;

/** A rank in a reusable object, compared as {@link dev.muster.protocol.Rank} is. Owned by whoever made it. */
final class RankKey implements Comparable<RankKey> {
    private int priority;
    private long order;
    private int depth;
    private long sequence;

    /** Becomes the rank of a task. */
    void of(TaskTable tasks, int slot) {
        Submission submission = tasks.submission(slot);
        int position = slot - submission.slot();
        priority = submission.priority(position);
        order = submission.order(position);
        depth = submission.depth();
        sequence = submission.sequence(position);
    }

    /** Becomes a copy. */
    void of(RankKey other) {
        priority = other.priority;
        order = other.order;
        depth = other.depth;
        sequence = other.sequence;
    }

    int priority() {
        return priority;
    }

    @Override
    public int compareTo(RankKey other) {
        if (priority != other.priority) {
            return priority > other.priority ? -1 : 1;
        }
        if (order != other.order) {
            return order < other.order ? -1 : 1;
        }
        if (depth != other.depth) {
            return depth > other.depth ? -1 : 1;
        }
        return Long.compare(sequence, other.sequence);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RankKey rank && compareTo(rank) == 0;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(order * 31 + sequence) * 31 + priority + depth;
    }
}

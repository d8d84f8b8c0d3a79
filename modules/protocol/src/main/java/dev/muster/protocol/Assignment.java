package dev.muster.protocol;

/** Tasks given to a worker in one {@link Message.Run}, each to be attempted once. Immutable. */
public sealed interface Assignment {
    /** What the tasks ask for. */
    TaskSpec spec();

    /** The attempt's number, from 1. */
    int attempt();

    /** The rank of the (first) task. */
    Rank rank();

    /** Run alone on the worker, because an earlier attempt's worker died. */
    boolean exclusive();

    /** How many tasks. */
    int count();

    /** Id of the (first) task. */
    long first();

    /**
     * Consecutive tasks of one {@code map}: one function, a row of arguments for each.
     *
     * @param work the function: a {@code Work} on a live link, else a {@link Payload}
     * @param arguments one row a task; {@code arguments.count()} is the number of tasks
     */
    record Range(long first, int attempt, TaskSpec spec, Rank rank, Object work, Arguments arguments, boolean exclusive)
            implements Assignment {
        @Override
        public int count() {
            return arguments.count();
        }
    }

    /**
     * Consecutive tasks that were submitted one by one, ask for the same and take no inputs. Together they cost about what a range does.
     *
     * @param works each task's function: a {@code Work} on a live link, else a {@link Payload}
     */
    record Bundle(long first, int attempt, TaskSpec spec, Rank rank, Object[] works, boolean exclusive)
            implements Assignment {
        @Override
        public int count() {
            return works.length;
        }
    }

    /**
     * One task with its own function and inputs.
     *
     * @param work the function: a {@code Work} on a live link, else a {@link Payload}
     * @param inputs the values it takes, or where they are
     */
    record One(long first, int attempt, TaskSpec spec, Rank rank, Object work, Inputs inputs, boolean exclusive)
            implements Assignment {
        @Override
        public int count() {
            return 1;
        }
    }
}

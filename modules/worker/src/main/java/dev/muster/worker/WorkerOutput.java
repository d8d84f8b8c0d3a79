package dev.muster.worker;

import dev.muster.protocol.Failure;
import dev.muster.protocol.Message;
import dev.muster.protocol.Peer;
import java.util.List;

/** Where a worker machine's instructions go, in order. Called under the loop; implementations only note or enqueue. */
public interface WorkerOutput {
    /** Send this to a client's scheduler. */
    void send(Peer client, Message message);

    /**
     * Give this run to a task thread. A thread has at most two: the one it is at and the next. Threads are numbered from 0; a number
     * not seen before means a new thread. A thread that waits for nested work may be given a run too: it runs it where it waits.
     */
    void execute(int thread, Execution run);

    /** Take back the tasks of this run from position {@code end} on, if the thread has not claimed them; {@link WorkerEvent.Cut} answers. */
    void cut(int thread, Execution run, int end);

    /** Interrupt the thread if it is at this task (position in the run) still. */
    void interrupt(int thread, Execution run, int position, boolean timedOut);

    /** The thread may go on after its wait. */
    void resume(int thread);

    /**
     * The wait of the task on this thread is refused (too many wait already): it ends with this failure, thrown inside the task. The
     * thread has kept its slot; no {@link #resume} follows, and an Unblocked that is on its way means nothing.
     */
    void refuse(int thread, Failure failure);

    /** The thread number is not needed any more (it was extra); it ends when idle. */
    void end(int thread);

    /** Fetch an input from the first of the holders that has it; {@link WorkerEvent.Fetched} or FetchFailed (for each holder) answers. */
    void fetch(Peer session, long task, int attempt, long size, List<Peer> holders);

    /** Forget the stored value of this result. */
    void discard(Peer session, long task, int attempt);

    /** Write about so many bytes of least-recently-used values of this session to disk. */
    void spill(Peer session, long bytes);

    /** Collect garbage: too much is live, nothing runs, and without a collection the figures never change. */
    void collect();

    /** Replace this process: memory, or threads lost to tasks that ignore interrupts. */
    void replace(String reason);

    /** Everything was handed over: leave. */
    void leave();

    /** A line for the log. */
    void log(String line);
}

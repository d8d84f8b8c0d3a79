package dev.muster.worker;

/**
 * A worker at a glance. Immutable.
 *
 * @param threads its slots
 * @param freeSlots slots that nobody holds
 * @param living task threads that exist, extra ones included
 * @param blocked threads on which a task waits for nested work
 * @param writtenOff threads lost to tasks that ignore interrupts
 * @param sessions clients it serves
 * @param queued tasks that could run
 * @param waiting tasks that wait for inputs
 * @param outstanding tasks that are queued, waiting or running
 * @param values results and fetched inputs that are here
 * @param bytes their bytes as far as known
 */
public record WorkerFigures(
        int threads,
        int freeSlots,
        int living,
        int blocked,
        int writtenOff,
        int sessions,
        long queued,
        int waiting,
        int outstanding,
        int values,
        long bytes) {
    static WorkerFigures of(Workshop shop) {
        long queued = 0;
        int waiting = 0;
        int outstanding = 0;
        int values = 0;
        long bytes = 0;
        for (SessionView session : shop.sessions()) {
            queued += session.queued();
            waiting += session.waiting;
            outstanding += session.outstanding;
            values += session.values.size();
            bytes += session.values.bytes();
        }
        Threads threads = shop.threads;
        return new WorkerFigures(
                threads.count,
                threads.free(),
                threads.living().size(),
                threads.blocked(),
                threads.writtenOff(),
                shop.sessions().size(),
                queued,
                waiting,
                outstanding,
                values,
                bytes);
    }
}

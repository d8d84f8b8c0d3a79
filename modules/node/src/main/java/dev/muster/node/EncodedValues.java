package dev.muster.node;

import dev.muster.codec.Codec;
import dev.muster.codec.ThrownCodec;
import dev.muster.data.ResultKey;
import dev.muster.error.ClusterException;
import dev.muster.error.ClusterException.Code;
import dev.muster.graph.Work;
import dev.muster.protocol.Arguments;
import dev.muster.protocol.Assignment;
import dev.muster.protocol.Failure;
import dev.muster.protocol.Inputs;
import dev.muster.protocol.Kept;
import dev.muster.protocol.Payload;
import dev.muster.task.TaskValues;
import dev.muster.worker.Execution;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values that cross a JVM's border: decoded before a task runs and encoded after it, on the task's own thread. Thread-safe. Small results
 * ride along, big ones stay in the worker's store.
 */
final class EncodedValues implements TaskValues {
    /** A longer exception travels without its causes and with a shortened message: it is kept, and copied, by whoever reports it. */
    private static final int LONGEST_ERROR = 1 << 20;

    private static final int WORKS_KEPT = 64;

    private final WorkerShell worker;
    private final Codec codec;

    /** Decoded functions by the identity of their payload: the runs of one range share it. */
    private final Map<IdentityKey, Work> works = new LinkedHashMap<>(WORKS_KEPT, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<IdentityKey, Work> eldest) {
            return size() > WORKS_KEPT;
        }
    };

    EncodedValues(WorkerShell worker, Codec codec) {
        this.worker = worker;
        this.codec = codec;
    }

    @Override
    public Work work(Execution run, int position) {
        if (run.assignment() instanceof Assignment.One one) {
            return (Work) decoded((Payload) one.work());
        }
        if (run.assignment() instanceof Assignment.Bundle bundle) {
            return (Work) decoded((Payload) bundle.works()[position]);
        }
        Payload payload = (Payload) ((Assignment.Range) run.assignment()).work();
        IdentityKey key = new IdentityKey(payload);
        synchronized (works) {
            Work known = works.get(key);
            if (known != null) {
                return known;
            }
        }
        Work made = (Work) decoded(payload);
        synchronized (works) {
            works.put(key, made);
        }
        return made;
    }

    private Object decoded(Payload payload) {
        Object value = codec.decode(payload);
        if (value == null) {
            throw new ClusterException(Code.INTERNAL, "A task arrived without its function");
        }
        return value;
    }

    @Override
    public int arity(Execution run, int position) {
        return LiveValues.arityOf(run.assignment(), position);
    }

    @Override
    public void inputs(Execution run, int position, @Nullable Object[] target) {
        if (run.assignment() instanceof Assignment.Range range) {
            codec.decodeRow((Arguments.Encoded) range.arguments(), position, target);
            return;
        }
        boolean bundled = run.assignment() instanceof Assignment.Bundle;
        Inputs inputs = bundled
                ? ((Assignment.Bundle) run.assignment()).inputs(position)
                : ((Assignment.One) run.assignment()).inputs();
        @Nullable Object @Nullable [] values = bundled ? inputs.values() : run.inputs();
        for (int i = 0; i < inputs.count(); i++) {
            target[i] = input(run, inputs, i, values == null ? null : values[i]);
        }
    }

    private @Nullable Object input(Execution run, Inputs inputs, int index, @Nullable Object value) {
        if (value instanceof Payload payload) {
            return codec.decode(payload);
        }
        Inputs.Remote remote = inputs.remote(index);
        if (value != Kept.AT_WORKER || remote == null) {
            throw new ClusterException(
                    Code.INTERNAL,
                    "Input " + index + " of task " + run.assignment().first() + " is " + value);
        }
        Payload stored = worker.store().get(new ResultKey(run.session(), remote.task(), remote.attempt()));
        if (stored == null) {
            throw new ClusterException(
                    Code.INTERNAL,
                    "Input " + remote.task() + " left the store before task "
                            + run.assignment().first() + " ran");
        }
        return codec.decode(stored);
    }

    @Override
    public @Nullable Object result(
            Execution run, int position, @Nullable Object value, long @Nullable [] sizes, int at) {
        Payload payload = codec.encode(value);
        if (sizes != null) {
            sizes[at] = payload.size();
        }
        if (payload.size() <= worker.inlineBytes(run.session())) {
            return payload;
        }
        Assignment assignment = run.assignment();
        worker.store().put(new ResultKey(run.session(), assignment.first() + position, assignment.attempt()), payload);
        return Kept.AT_WORKER;
    }

    @Override
    public Failure failure(Execution run, int position, Throwable thrown) {
        ThrownCodec throwables = new ThrownCodec(codec);
        Payload error = throwables.encode(thrown);
        return Failures.of(
                thrown,
                error.size() <= LONGEST_ERROR ? error : throwables.encode(Failures.shortened(thrown, error.size())));
    }

    @Override
    public @Nullable Object sessionHome(Execution run) {
        return worker.sessionOf(run.session());
    }

    /** Equal only for the very same payload. */
    private record IdentityKey(Payload payload) {
        @Override
        @SuppressWarnings("ReferenceEquality")
        public boolean equals(@Nullable Object other) {
            return other instanceof IdentityKey key && key.payload == payload;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(payload);
        }
    }
}

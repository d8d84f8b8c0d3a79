package dev.muster.protocol;

import dev.muster.protocol.Message.Failed;
import dev.muster.protocol.Message.Finished;
import dev.muster.protocol.Message.Missing;
import dev.muster.protocol.Message.Ready;
import dev.muster.protocol.Message.Resumed;
import dev.muster.protocol.Message.Returned;
import dev.muster.protocol.Message.Waiting;
import java.util.List;

/** How attempts end, on the wire. */
final class ResultCodes {
    private static final int RANGE = 0;
    private static final int ONE = 1;
    private static final Returned.Why[] REASONS = Returned.Why.values();

    static final List<MessageCode<?>> ALL = List.of(
            new MessageCode<>(16, Finished.class, ResultCodes::write, ResultCodes::readFinished),
            new MessageCode<>(17, Failed.class, ResultCodes::write, ResultCodes::readFailed),
            new MessageCode<>(18, Returned.class, ResultCodes::write, ResultCodes::readReturned),
            new MessageCode<>(19, Missing.class, ResultCodes::write, ResultCodes::readMissing),
            new MessageCode<>(20, Ready.class, ResultCodes::write, ResultCodes::readReady),
            new MessageCode<>(
                    21,
                    Waiting.class,
                    (out, m) -> attempt(out, m.task(), m.attempt()),
                    in -> new Waiting(in.number(), in.smallNumber())),
            new MessageCode<>(
                    22,
                    Resumed.class,
                    (out, m) -> attempt(out, m.task(), m.attempt()),
                    in -> new Resumed(in.number(), in.smallNumber())));

    private ResultCodes() {}

    private static void attempt(WireWriter out, long task, int attempt) {
        out.number(task);
        out.number(attempt);
    }

    private static void write(WireWriter out, Finished finished) {
        out.number(finished.sequence());
        out.list(finished.completions(), ResultCodes::write);
    }

    private static Finished readFinished(WireReader in) {
        return new Finished(in.number(), in.list(6, ResultCodes::readCompletion));
    }

    private static void write(WireWriter out, Completion completion) {
        if (completion instanceof Completion.Range range) {
            out.octet(RANGE);
            attempt(out, range.first(), range.attempt());
            out.number(range.nanos());
            out.number(range.slowestNanos());
            out.count(range.count());
            for (int i = 0; i < range.count(); i++) {
                out.value(range.values()[range.offset() + i]);
            }
        } else if (completion instanceof Completion.One one) {
            out.octet(ONE);
            attempt(out, one.first(), one.attempt());
            out.number(one.nanos());
            out.value(one.value());
            out.number(one.size());
            out.numbers(one.fetched());
        } else {
            throw new IllegalStateException(completion.getClass().getName() + " has no place in the wire format");
        }
    }

    private static Completion readCompletion(WireReader in) {
        int tag = in.octet();
        if (tag > ONE) {
            throw in.malformed("there is no completion tag " + tag);
        }
        long first = in.number();
        int attempt = in.smallNumber();
        long nanos = in.number();
        if (tag == ONE) {
            return new Completion.One(first, attempt, in.value(), in.number(), nanos, in.numbers());
        }
        long slowest = in.number();
        int count = in.count(1);
        return new Completion.Range(first, count, attempt, in.values(count), 0, nanos, slowest);
    }

    private static void write(WireWriter out, Failed failed) {
        attempt(out, failed.task(), failed.attempt());
        SpecCode.write(out, failed.failure());
        out.number(failed.nanos());
        out.numbers(failed.fetched());
    }

    private static Failed readFailed(WireReader in) {
        return new Failed(in.number(), in.smallNumber(), SpecCode.readFailure(in), in.number(), in.numbers());
    }

    private static void write(WireWriter out, Returned returned) {
        out.spans(returned.spans());
        out.choice(returned.why());
        out.flag(returned.recall());
    }

    private static Returned readReturned(WireReader in) {
        return new Returned(in.spans(), in.choice(REASONS), in.flag());
    }

    private static void write(WireWriter out, Missing missing) {
        attempt(out, missing.task(), missing.attempt());
        out.list(missing.inputs(), (to, lost) -> {
            attempt(to, lost.task(), lost.attempt());
            to.peer(lost.holder());
        });
    }

    private static Missing readMissing(WireReader in) {
        return new Missing(
                in.number(),
                in.smallNumber(),
                in.list(11, from -> new Missing.Lost(from.number(), from.smallNumber(), from.peer())));
    }

    private static void write(WireWriter out, Ready ready) {
        out.number(ready.child());
        attempt(out, ready.task(), ready.attempt());
        out.value(ready.value());
        out.list(ready.holders(), WireWriter::peer);
        Failure failure = ready.failure();
        out.flag(failure != null);
        if (failure != null) {
            SpecCode.write(out, failure);
        }
    }

    private static Ready readReady(WireReader in) {
        return new Ready(
                in.number(),
                in.number(),
                in.smallNumber(),
                in.value(),
                in.peers(),
                in.flag() ? SpecCode.readFailure(in) : null);
    }
}

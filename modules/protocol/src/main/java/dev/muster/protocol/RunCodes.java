package dev.muster.protocol;

import dev.muster.protocol.Message.Cancel;
import dev.muster.protocol.Message.Free;
import dev.muster.protocol.Message.Inline;
import dev.muster.protocol.Message.Recall;
import dev.muster.protocol.Message.Run;
import dev.muster.protocol.Message.Submit;
import dev.muster.protocol.Message.Supply;
import dev.muster.protocol.Message.Want;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a scheduler tells a worker to do, on the wire. */
final class RunCodes {
    private static final int RANGE = 0;
    private static final int ONE = 1;
    private static final int BUNDLE = 2;

    static final List<MessageCode<?>> ALL = List.of(
            new MessageCode<>(1, Run.class, RunCodes::write, RunCodes::readRun),
            new MessageCode<>(2, Free.class, RunCodes::write, RunCodes::readFree),
            new MessageCode<>(3, Cancel.class, RunCodes::write, RunCodes::readCancel),
            new MessageCode<>(4, Recall.class, (out, m) -> out.number(m.count()), in -> new Recall(in.smallNumber())),
            new MessageCode<>(5, Want.class, RunCodes::write, in -> new Want(in.number(), in.smallNumber())),
            new MessageCode<>(6, Submit.class, RunCodes::write, RunCodes::readSubmit),
            new MessageCode<>(7, Supply.class, RunCodes::write, RunCodes::readSupply),
            new MessageCode<>(8, Inline.class, (out, m) -> out.number(m.bytes()), in -> new Inline(in.smallNumber())));

    private RunCodes() {}

    private static void write(WireWriter out, Run run) {
        out.number(run.acknowledged());
        out.list(run.assignments(), RunCodes::write);
    }

    private static Run readRun(WireReader in) {
        return new Run(in.number(), in.list(8, RunCodes::readAssignment));
    }

    private static void write(WireWriter out, Assignment assignment) {
        if (assignment instanceof Assignment.One one) {
            out.octet(ONE);
            writeHead(out, one);
            out.payload(WireWriter.encoded(one.work()));
            write(out, one.inputs());
        } else if (assignment instanceof Assignment.Range range) {
            out.octet(RANGE);
            writeHead(out, range);
            out.payload(WireWriter.encoded(range.work()));
            write(out, range.arguments());
        } else if (assignment instanceof Assignment.Bundle bundle) {
            out.octet(BUNDLE);
            writeHead(out, bundle);
            out.count(bundle.count());
            out.flag(bundle.inputs() != null);
            for (int i = 0; i < bundle.count(); i++) {
                out.payload(WireWriter.encoded(bundle.works()[i]));
                if (bundle.inputs() != null) {
                    write(out, bundle.inputs(i));
                }
            }
        } else {
            throw new IllegalStateException(assignment.getClass().getName() + " has no place in the wire format");
        }
    }

    private static void writeHead(WireWriter out, Assignment assignment) {
        out.number(assignment.first());
        out.number(assignment.attempt());
        out.spec(assignment.spec());
        SpecCode.write(out, assignment.rank());
        out.flag(assignment.exclusive());
    }

    private static Assignment readAssignment(WireReader in) {
        int tag = in.octet();
        if (tag > BUNDLE) {
            throw in.malformed("there is no assignment tag " + tag);
        }
        long first = in.number();
        int attempt = in.smallNumber();
        TaskSpec spec = in.spec();
        Rank rank = SpecCode.readRank(in);
        boolean exclusive = in.flag();
        if (tag == BUNDLE) {
            return readBundle(in, first, attempt, spec, rank, exclusive);
        }
        Payload work = in.payload();
        return tag == ONE
                ? new Assignment.One(first, attempt, spec, rank, work, readInputs(in), exclusive)
                : new Assignment.Range(first, attempt, spec, rank, work, readArguments(in), exclusive);
    }

    private static Assignment readBundle(
            WireReader in, long first, int attempt, TaskSpec spec, Rank rank, boolean exclusive) {
        Object[] works = new Object[in.count(1)];
        if (works.length == 0) {
            throw in.malformed("an assignment has no tasks");
        }
        Inputs[] inputs = in.flag() ? new Inputs[works.length] : null;
        for (int i = 0; i < works.length; i++) {
            works[i] = in.payload();
            if (inputs != null) {
                inputs[i] = readInputs(in);
            }
        }
        return new Assignment.Bundle(first, attempt, spec, rank, works, inputs, exclusive);
    }

    private static void write(WireWriter out, Inputs inputs) {
        @Nullable Object[] values = inputs.values();
        out.count(values.length);
        for (Object value : values) {
            out.value(value);
        }
        Inputs.@Nullable Remote @Nullable [] remotes = inputs.remotes();
        out.flag(remotes != null);
        if (remotes != null) {
            if (remotes.length != values.length) {
                throw new IllegalArgumentException(
                        values.length + " inputs but " + remotes.length + " places where they come from");
            }
            for (Inputs.Remote remote : remotes) {
                write(out, remote);
            }
        }
    }

    private static void write(WireWriter out, Inputs.@Nullable Remote remote) {
        out.flag(remote != null);
        if (remote != null) {
            out.number(remote.task());
            out.number(remote.attempt());
            out.number(remote.size());
            out.list(remote.holders(), WireWriter::peer);
        }
    }

    private static Inputs readInputs(WireReader in) {
        int count = in.count(1);
        @Nullable Object[] values = in.values(count);
        if (!in.flag()) {
            return count == 0 ? Inputs.NONE : new Inputs(values, null);
        }
        Inputs.@Nullable Remote[] remotes = new Inputs.Remote[count];
        for (int i = 0; i < count; i++) {
            remotes[i] = in.flag() ? new Inputs.Remote(in.number(), in.smallNumber(), in.number(), in.peers()) : null;
        }
        return new Inputs(values, remotes);
    }

    private static void write(WireWriter out, Arguments arguments) {
        if (!(arguments instanceof Arguments.Encoded rows)) {
            throw new IllegalArgumentException(
                    "live arguments are in a message for a link that carries bytes; they must be encoded first");
        }
        out.count(rows.arity());
        out.count(rows.count());
        int[] offsets = rows.offsets();
        int from = rows.from();
        for (int i = from; i < from + rows.count(); i++) {
            out.count(offsets[i + 1] - offsets[i]);
        }
        out.raw(rows.bytes(), offsets[from], offsets[from + rows.count()] - offsets[from]);
    }

    private static Arguments readArguments(WireReader in) {
        int arity = in.size();
        int count = in.count(1);
        int[] offsets = new int[count + 1];
        long total = 0;
        for (int i = 0; i < count; i++) {
            total += in.size();
            // Cut to 32 bits here; skip() refuses the frame before anybody sees a total that did not fit.
            offsets[i + 1] = (int) total;
        }
        int begin = in.skip(total);
        for (int i = 0; i <= count; i++) {
            offsets[i] += begin;
        }
        return new Arguments.Encoded(in.array(), offsets, 0, count, arity);
    }

    private static void write(WireWriter out, Free free) {
        out.number(free.acknowledged());
        out.spans(free.spans());
        out.numbers(free.children());
    }

    private static Free readFree(WireReader in) {
        return new Free(in.number(), in.spans(), in.numbers());
    }

    private static void write(WireWriter out, Cancel cancel) {
        out.spans(cancel.spans());
        out.numbers(cancel.children());
        out.flag(cancel.interrupt());
    }

    private static Cancel readCancel(WireReader in) {
        return new Cancel(in.spans(), in.numbers(), in.flag());
    }

    private static void write(WireWriter out, Want want) {
        out.number(want.acknowledged());
        out.number(want.tasks());
    }

    private static void write(WireWriter out, Submit submit) {
        out.number(submit.parent());
        out.number(submit.attempt());
        out.number(submit.child());
        out.spec(submit.spec());
        out.payload(WireWriter.encoded(submit.work()));
        out.numbers(submit.inputs());
        out.flag(submit.keep());
    }

    private static Submit readSubmit(WireReader in) {
        return new Submit(in.number(), in.smallNumber(), in.number(), in.spec(), in.payload(), in.numbers(), in.flag());
    }

    private static void write(WireWriter out, Supply supply) {
        out.number(supply.task());
        out.number(supply.attempt());
        out.value(supply.value());
    }

    private static Supply readSupply(WireReader in) {
        return new Supply(in.number(), in.smallNumber(), in.value());
    }
}

package dev.muster.protocol;

import dev.muster.protocol.TaskSpec.Needs;
import dev.muster.protocol.TaskSpec.Retry;
import dev.muster.protocol.TaskSpec.Selection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Specifications, ranks and failures on the wire. What is default takes one bit. */
final class SpecCode {
    private static final int NEEDS = 1;
    private static final int RETRY = 2;
    private static final int SELECTION = 4;
    private static final int LIMITS = 8;
    private static final int AT_MOST_ONCE = 16;
    private static final int ALL = 31;

    private static final Failure.Kind[] KINDS = Failure.Kind.values();

    private SpecCode() {}

    static void write(WireWriter out, TaskSpec spec) {
        int parts = (spec.needs().equals(Needs.ONE_THREAD) ? 0 : NEEDS)
                | (spec.retry().equals(Retry.NEVER) ? 0 : RETRY)
                | (spec.selection().equals(Selection.ANY) ? 0 : SELECTION)
                | (spec.timeoutNanos() == 0 && spec.deadlineNanos() == 0 ? 0 : LIMITS)
                | (spec.atMostOnce() ? AT_MOST_ONCE : 0);
        out.octet(parts);
        out.number(spec.kind());
        out.text(spec.name());
        out.number(spec.priority());
        if ((parts & NEEDS) != 0) {
            out.number(spec.needs().threads());
            out.map(sorted(spec.needs().resources()), WireWriter::real);
        }
        if ((parts & RETRY) != 0) {
            writeRetry(out, spec.retry());
        }
        if ((parts & SELECTION) != 0) {
            writeSelection(out, spec.selection());
        }
        if ((parts & LIMITS) != 0) {
            out.number(spec.timeoutNanos());
            out.number(spec.deadlineNanos());
        }
    }

    static TaskSpec read(WireReader in) {
        int parts = in.octet();
        if ((parts & ~ALL) != 0) {
            throw in.malformed("a specification has unknown parts: " + Integer.toBinaryString(parts));
        }
        int kind = in.smallNumber();
        String name = in.text();
        int priority = in.smallNumber();
        Needs needs =
                (parts & NEEDS) == 0 ? Needs.ONE_THREAD : new Needs(in.smallNumber(), in.map(8, WireReader::real));
        Retry retry = (parts & RETRY) == 0 ? Retry.NEVER : readRetry(in);
        Selection selection = (parts & SELECTION) == 0 ? Selection.ANY : readSelection(in);
        boolean limits = (parts & LIMITS) != 0;
        long timeout = limits ? in.number() : 0;
        long deadline = limits ? in.number() : 0;
        boolean once = (parts & AT_MOST_ONCE) != 0;
        return new TaskSpec(kind, name, priority, needs, retry, selection, timeout, deadline, once);
    }

    private static void writeRetry(WireWriter out, Retry retry) {
        out.number(retry.times());
        out.list(retry.on(), WireWriter::text);
        out.number(retry.firstDelayNanos());
        out.number(retry.longestDelayNanos());
    }

    private static Retry readRetry(WireReader in) {
        return new Retry(in.smallNumber(), in.list(1, WireReader::text), in.number(), in.number());
    }

    private static void writeSelection(WireWriter out, Selection selection) {
        out.list(sorted(selection.only()), WireWriter::text);
        out.list(sorted(selection.rather()), WireWriter::text);
        out.map(sorted(selection.onlyTags()), WireWriter::text);
        out.map(sorted(selection.ratherTags()), WireWriter::text);
    }

    /** Immutable maps and sets have another order in each JVM; equal specifications are to be equal bytes. */
    private static <T> Map<String, T> sorted(Map<String, T> map) {
        return map.size() < 2 ? map : new TreeMap<>(map);
    }

    private static Set<String> sorted(Set<String> set) {
        return set.size() < 2 ? set : new TreeSet<>(set);
    }

    private static Selection readSelection(WireReader in) {
        return new Selection(readSet(in), readSet(in), in.map(1, WireReader::text), in.map(1, WireReader::text));
    }

    private static Set<String> readSet(WireReader in) {
        List<String> elements = in.list(1, WireReader::text);
        return elements.isEmpty() ? Set.of() : new HashSet<>(elements);
    }

    static void write(WireWriter out, Rank rank) {
        out.number(rank.priority());
        out.number(rank.order());
        out.number(rank.depth());
        out.number(rank.sequence() - rank.order());
    }

    static Rank readRank(WireReader in) {
        int priority = in.smallNumber();
        long order = in.number();
        int depth = in.smallNumber();
        return new Rank(priority, order, depth, order + in.number());
    }

    static void write(WireWriter out, Failure failure) {
        out.choice(failure.kind());
        out.text(failure.message());
        out.value(failure.error());
        out.list(failure.types(), WireWriter::text);
    }

    static Failure readFailure(WireReader in) {
        return new Failure(in.choice(KINDS), in.text(), in.value(), in.list(1, WireReader::text));
    }
}

package dev.muster.progress;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The pace of every kind, and of all together. Owned by the display's thread. */
final class Paces {

    /** No kind has this name: a name is not blank. */
    private static final String ALL = "";

    private final Map<String, Pace> paces = new HashMap<>();

    /** Notes how far every kind is. */
    void note(long now, List<KindProgress> kinds) {
        long ended = 0;
        for (KindProgress kind : kinds) {
            note(now, kind.name(), kind.ended());
            ended += kind.ended();
        }
        note(now, ALL, ended);
    }

    private void note(long now, String name, long ended) {
        Pace pace = paces.get(name);
        if (pace == null) {
            paces.put(name, new Pace(now, ended));
        } else {
            pace.note(now, ended);
        }
    }

    /** A kind's pace; it must have been noted. */
    Pace of(KindProgress kind) {
        Pace pace = paces.get(kind.name());
        if (pace == null) {
            throw new IllegalArgumentException(
                    "kind '" + kind.name() + "' was not noted before its pace was asked for");
        }
        return pace;
    }

    /** The pace of all kinds together. */
    Pace all(long now) {
        return paces.computeIfAbsent(ALL, none -> new Pace(now, 0));
    }

    /** All kinds as one. */
    static KindProgress together(List<KindProgress> kinds, String name) {
        KindProgress sum = new KindProgress(name, 0, 0, 0, 0);
        for (KindProgress kind : kinds) {
            sum = sum.plus(kind, name);
        }
        return sum;
    }

    /** Kinds that have any task at all. */
    static List<KindProgress> shown(List<KindProgress> kinds) {
        List<KindProgress> shown = new ArrayList<>();
        for (KindProgress kind : kinds) {
            if (kind.total() > 0) {
                shown.add(kind);
            }
        }
        return shown;
    }
}

package dev.muster.client;

import dev.muster.event.Snapshot;
import dev.muster.scheduler.Figures;

/** The one kind of {@link Snapshot}. Immutable. */
record ClientSnapshot(Figures figures) implements Snapshot {

    @Override
    public int workers() {
        return figures.workers();
    }

    @Override
    public int threads() {
        return figures.threads();
    }

    @Override
    public long pending() {
        return figures.pending();
    }

    @Override
    public long running() {
        return figures.running();
    }

    @Override
    public long finished() {
        return figures.finished();
    }

    @Override
    public long erred() {
        return figures.erred();
    }

    @Override
    public String toJson() {
        StringBuilder json = new StringBuilder("{\"workers\":" + workers() + ",\"threads\":" + threads());
        append(json, pending(), running(), finished(), erred());
        json.append(",\"kinds\":[");
        String comma = "";
        for (Figures.OfKind kind : figures.kinds()) {
            json.append(comma)
                    .append("{\"name\":\"")
                    .append(escaped(kind.name()))
                    .append('"');
            append(json, kind.pending(), kind.running(), kind.finished(), kind.erred());
            json.append('}');
            comma = ",";
        }
        return json.append("]}").toString();
    }

    private static void append(StringBuilder json, long pending, long running, long finished, long erred) {
        json.append(",\"pending\":").append(pending);
        json.append(",\"running\":").append(running);
        json.append(",\"finished\":").append(finished);
        json.append(",\"erred\":").append(erred);
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                escaped.append('\\').append(c);
            } else if (c < ' ') {
                escaped.append("\\u%04x".formatted((int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }

    /** The figures, for people. */
    @Override
    public String toString() {
        return "Snapshot" + toJson();
    }
}

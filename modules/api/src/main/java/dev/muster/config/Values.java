package dev.muster.config;

import dev.muster.error.ClusterException;
import dev.muster.error.ClusterException.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The checked values in force, by key. Immutable.
 *
 * <p>A value is checked when it comes in, even if a stronger source hides it: what is wrong in a file is wrong.
 */
final class Values {

    private final Catalogue catalogue;
    private final Map<String, Setting> inForce;

    Values(Catalogue catalogue, Map<String, Setting> inForce) {
        this.catalogue = catalogue;
        this.inForce = Map.copyOf(inForce);
    }

    Catalogue catalogue() {
        return catalogue;
    }

    /** These values under others, the layers from the weakest to the strongest. All mistakes are in one message. */
    Values overlaid(List<List<Entry>> layers) {
        Map<String, Setting> changed = new TreeMap<>(inForce);
        List<String> mistakes = new ArrayList<>();
        for (List<Entry> layer : layers) {
            for (Entry entry : layer) {
                take(entry, changed, mistakes);
            }
        }
        if (!mistakes.isEmpty()) {
            throw refusal(mistakes);
        }
        return new Values(catalogue, changed);
    }

    private void take(Entry entry, Map<String, Setting> into, List<String> mistakes) {
        Optional<String> objection = catalogue.objection(entry.key());
        if (objection.isPresent()) {
            mistakes.add(objection.get() + spelling(entry) + " (" + entry.origin() + ")");
            return;
        }
        Kind kind = catalogue.kind(entry.key());
        String text = entry.text();
        if (text == null) {
            mistakes.add(mistake(entry.key(), "a list", entry.origin(), kind));
            return;
        }
        try {
            into.put(entry.key(), new Setting(text.strip(), kind.read(text), entry.origin()));
        } catch (IllegalArgumentException e) {
            mistakes.add(mistake(entry.key(), '"' + text + '"', entry.origin(), kind));
        }
    }

    /** Who wrote a variable must hear the variable's name: the two underscores are what was missed most likely. */
    private String spelling(Entry entry) {
        return entry.origin().startsWith(Sources.VARIABLE_ORIGIN)
                ? ", in the environment " + Sources.variable(catalogue.nearest(entry.key()))
                : "";
    }

    private static String mistake(String key, String value, String origin, Kind kind) {
        return key + " = " + value + " (" + origin + ") is refused: allowed is " + kind.allowed();
    }

    private static ClusterException refusal(List<String> mistakes) {
        String message = mistakes.size() == 1
                ? mistakes.get(0)
                : mistakes.size() + " settings are wrong:\n- " + String.join("\n- ", mistakes);
        return new ClusterException(Code.CONFIG, message);
    }

    Setting find(String key) {
        Setting setting = inForce.get(key);
        if (setting == null) {
            throw refusal(List.of(catalogue.objection(key).orElse("Setting " + key + " has no value")));
        }
        return setting;
    }

    /** The value of a key in the type it takes; {@code auto} is refused. */
    <T> T require(String key, Class<T> type) {
        T value = readOrAuto(key, type);
        if (value == null) {
            throw new IllegalArgumentException(
                    "key=" + key + " is auto (" + find(key).origin()
                            + "), which has no value of its own: whoever reads this key must provide for auto");
        }
        return value;
    }

    /** The value of a key in the type it takes; {@code null} if it is {@code auto}. */
    <T> @Nullable T readOrAuto(String key, Class<T> type) {
        Setting setting = find(key);
        Kind kind = catalogue.kind(key);
        if (kind.type() == type) {
            return type.cast(setting.parsed());
        }
        if (!kind.isFree()) {
            throw new IllegalArgumentException(
                    "key=" + key + " cannot be read as " + type.getSimpleName() + ": it takes " + kind.allowed());
        }
        Kind wanted = Kind.unbounded(type).orAuto();
        try {
            return type.cast(wanted.read(setting.text()));
        } catch (IllegalArgumentException e) {
            throw refusal(List.of(mistake(key, '"' + setting.text() + '"', setting.origin(), wanted)));
        }
    }

    /** Refuses values that should hold each other in check and do not, for the keys with this prefix. */
    void requireOrder(String prefix) {
        for (Ascending order : catalogue.orders()) {
            for (int i = 1; i < order.keys().size() && order.keys().get(0).startsWith(prefix); i++) {
                requireAbove(order.keys().get(i - 1), order.keys().get(i), order.strict());
            }
        }
    }

    private void requireAbove(String lower, String higher, boolean strict) {
        @SuppressWarnings("unchecked") // the keys of one order have one type, and it is comparable: a test sees to it
        Comparable<Object> low =
                (Comparable<Object>) require(lower, catalogue.kind(lower).type());
        int comparison = low.compareTo(require(higher, catalogue.kind(higher).type()));
        if (comparison > 0 || (strict && comparison == 0)) {
            throw refusal(List.of(quoted(lower) + " is refused: it must lie " + (strict ? "below " : "at or below ")
                    + quoted(higher)));
        }
    }

    /** Key, value and origin, for people. */
    String quoted(String key) {
        Setting setting = find(key);
        return key + " = " + setting.text() + " (" + setting.origin() + ")";
    }
}

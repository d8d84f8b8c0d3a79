package dev.muster.config;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The keys there are: Muster's own and those that plug-ins bring with a {@code reference.conf} of theirs. Immutable.
 *
 * <p>It answers whether a key is known, and with which words it is refused if not.
 */
final class Catalogue {

    private final TreeMap<String, Kind> kinds;
    private final Map<String, String> retired;
    private final List<Ascending> orders;

    /**
     * Joins the keys of Muster with those that stand only in the reference, whose kind is free.
     *
     * @throws IllegalStateException if a key of Muster's own has no default
     */
    Catalogue(Map<String, Kind> own, Collection<Entry> reference, Map<String, String> retired, List<Ascending> orders) {
        this.kinds = new TreeMap<>();
        reference.forEach(entry -> kinds.put(entry.key(), own.getOrDefault(entry.key(), Kind.FREE)));
        TreeSet<String> missing = new TreeSet<>(own.keySet());
        missing.removeAll(kinds.keySet());
        if (!missing.isEmpty()) {
            throw new IllegalStateException(
                    missing.size() + " of " + own.size() + " settings have no default, the first is "
                            + missing.first()
                            + ": Muster's reference.conf is not on the class path, or a jar that merges several"
                            + " kept another one; let it append files of that name");
        }
        this.retired = Map.copyOf(retired);
        this.orders = List.copyOf(orders);
    }

    SortedSet<String> keys() {
        return Collections.unmodifiableSortedSet(kinds.navigableKeySet());
    }

    List<Ascending> orders() {
        return orders;
    }

    /** What a known key takes. */
    Kind kind(String key) {
        Kind kind = kinds.get(key);
        if (kind == null) {
            throw new IllegalArgumentException("key=" + key + " is not in the catalogue");
        }
        return kind;
    }

    /** Why a key cannot be used; empty if it can. */
    Optional<String> objection(String key) {
        if (kinds.containsKey(key)) {
            return Optional.empty();
        }
        String replacement = retired.get(key);
        if (replacement != null) {
            return Optional.of("Setting " + key + " is retired: use " + replacement + " instead");
        }
        String section = key + ".";
        String firstBelow = kinds.ceilingKey(section);
        if (firstBelow != null && firstBelow.startsWith(section)) {
            return Optional.of("Setting " + key + " is a section and takes no value; its first key is " + firstBelow);
        }
        return Optional.of("There is no setting " + key + "; the nearest is " + nearest(key));
    }

    /** The known key that was probably meant. */
    String nearest(String key) {
        return EditDistance.nearest(key.startsWith("muster.") ? key : "muster." + key, kinds.keySet());
    }

    /**
     * Whether a name with the prefix of ours, but without a section, was meant for us: it differs from a key only in
     * its separators, or is a key's last word. Others, such as {@code MUSTER_HOME} or what Kubernetes sets for a service
     * of that name, are none of our business.
     */
    boolean resembles(String key) {
        String letters = letters(key);
        String last = key.substring(key.lastIndexOf('.') + 1);
        return kinds.keySet().stream().anyMatch(known -> letters(known).equals(letters) || known.endsWith("." + last));
    }

    private static String letters(String key) {
        return key.replace(".", "").replace("-", "");
    }
}

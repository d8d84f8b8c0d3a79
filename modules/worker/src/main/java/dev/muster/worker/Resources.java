package dev.muster.worker;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the worker has of each resource, and how much of it is taken. Owned by the worker's loop. */
final class Resources {
    /** Amounts are decimal fractions added and subtracted; differences below this are rounding. */
    private static final double ROUNDING = 1e-9;

    private final Map<String, Amount> amounts = new TreeMap<>();

    Resources(Map<String, Double> totals) {
        totals.forEach((name, total) -> amounts.put(name, new Amount(total)));
    }

    private static final class Amount {
        final double total;
        double used;
        int holders;

        Amount(double total) {
            this.total = total;
        }
    }

    /** Whether all of it is there now. */
    boolean fits(Map<String, Double> needs) {
        if (needs.isEmpty()) {
            return true;
        }
        for (Map.Entry<String, Double> need : needs.entrySet()) {
            Amount amount = amounts.get(need.getKey());
            if (amount == null || amount.used + need.getValue() > amount.total + ROUNDING) {
                return false;
            }
        }
        return true;
    }

    /** A sentence about the first need that this worker can never meet, or null if it can meet all. */
    @Nullable
    String impossible(Map<String, Double> needs) {
        if (needs.isEmpty()) {
            return null;
        }
        for (Map.Entry<String, Double> need : new TreeMap<>(needs).entrySet()) {
            Amount amount = amounts.get(need.getKey());
            double total = amount == null ? 0 : amount.total;
            if (need.getValue() > total + ROUNDING) {
                return "needs " + need.getValue() + " of resource '" + need.getKey() + "', the worker has " + total;
            }
        }
        return null;
    }

    /** Takes all of it; the caller has asked {@link #fits}. */
    void take(Map<String, Double> needs) {
        change(needs, 1);
    }

    void giveBack(Map<String, Double> needs) {
        change(needs, -1);
    }

    private void change(Map<String, Double> needs, int sign) {
        if (needs.isEmpty()) {
            return;
        }
        needs.forEach((name, need) -> {
            Amount amount = amounts.get(name);
            if (amount == null) {
                throw new IllegalStateException("resource '" + name + "' is not one of this worker's");
            }
            amount.holders += sign;
            amount.used = amount.holders == 0 ? 0 : amount.used + sign * need;
        });
    }

    /** How much is taken of a resource. */
    double used(String name) {
        Amount amount = amounts.get(name);
        return amount == null ? 0 : amount.used;
    }

    /** Nothing is taken beyond what there is. */
    boolean sound() {
        return amounts.values().stream().allMatch(a -> a.used <= a.total + ROUNDING && a.used >= -ROUNDING);
    }
}

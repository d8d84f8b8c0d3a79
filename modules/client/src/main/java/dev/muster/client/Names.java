package dev.muster.client;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A client's kinds of tasks: their numbers, and the numbers in the keys of their tasks. Thread-safe. */
final class Names {

    private final Map<String, AtomicLong> next = new ConcurrentHashMap<>();
    private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
    private final AtomicInteger nextKind = new AtomicInteger();

    /** Gives out the numbers in the keys of tasks of this name. */
    AtomicLong next(String name) {
        return next.computeIfAbsent(name, any -> new AtomicLong());
    }

    /**
     * The number of a kind: estimates of run time are kept per number.
     *
     * @param kind the name a user gave, else the function's identity, because two lambdas may share a name
     */
    int number(String kind) {
        return numbers.computeIfAbsent(kind, any -> nextKind.getAndIncrement());
    }
}

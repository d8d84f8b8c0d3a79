package dev.muster.codec;

/** An object that cannot travel was met. Immutable. The sentence is made where the whole graph is known. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    enum Reason {
        /** Nothing can be read of it from outside. */
        CLOSED("is not Serializable, and the fields of its class cannot be read"),
        /** A lambda whose interface is not Serializable. */
        LAMBDA("is not Serializable"),
        /** A class without a name that another JVM could find. */
        HIDDEN("is of a class that was made at run time and that no other JVM can find"),
        /** Iterators and streams, which are used up by being looked at. */
        ONCE("can be gone through only once, here"),
        /** A path of a file system that only this JVM has. */
        FILE_SYSTEM("is a path of a file system that only this JVM has"),
        /** What published attacks use. */
        ATTACK("is never decoded, because attacks on Java serialisation use its class"),
        /** Refers to itself by a way that cannot be rebuilt. */
        CYCLE(
                "refers back to itself, which can be rebuilt for classes with fields that can be set, lists, sets and maps, but"
                        + " not for records, lambdas, unmodifiable collections and proxies");

        final String words;

        Reason(String words) {
            this.words = words;
        }
    }

    private final transient Class<?> type;
    private final Reason reason;

    Refused(Class<?> type, Reason reason) {
        super(type.getName() + " " + reason.words, null, false, false);
        this.type = type;
        this.reason = reason;
    }

    Class<?> type() {
        return type;
    }

    Reason reason() {
        return reason;
    }
}

package dev.muster.codec;

/** Classes in words that people know them by. Stateless. */
final class ClassNames {
    private static final String LAMBDA = "$$Lambda";

    private ClassNames() {}

    static boolean isLambda(Class<?> type) {
        return type.isSynthetic() && type.getName().contains(LAMBDA);
    }

    /** A name for the middle of a sentence. */
    static String of(Class<?> type) {
        if (isLambda(type)) {
            String name = type.getName();
            Class<?>[] interfaces = type.getInterfaces();
            return "a lambda in " + name.substring(0, name.indexOf(LAMBDA))
                    + (interfaces.length == 0 ? "" : " (as " + interfaces[0].getName() + ")");
        }
        if (type.isAnonymousClass()) {
            Class<?> shown = type.getInterfaces().length > 0 ? type.getInterfaces()[0] : type.getSuperclass();
            return "an anonymous " + shown.getName() + " in "
                    + type.getEnclosingClass().getName();
        }
        return type.getTypeName();
    }

    static String brief(Class<?> type) {
        return type.isHidden() || type.getSimpleName().isEmpty() ? of(type) : type.getSimpleName();
    }
}

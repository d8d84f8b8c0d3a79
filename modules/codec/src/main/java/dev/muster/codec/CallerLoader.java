package dev.muster.codec;

import java.lang.StackWalker.Option;

/** Finds the class loader of the program that calls Muster. Stateless. */
public final class CallerLoader {
    private static final String OURS = "dev.muster.";

    private CallerLoader() {}

    /**
     * The calling thread's context loader; or that of the nearest class on the stack which is neither Muster's nor the JDK's, if
     * that one is below it: a program started as {@code java Program.java} lives in a loader that the context does not name.
     */
    public static ClassLoader find() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        ClassLoader caller = StackWalker.getInstance(Option.RETAIN_CLASS_REFERENCE)
                .walk(frames -> frames.map(StackWalker.StackFrame::getDeclaringClass)
                        .filter(type -> !type.getName().startsWith(OURS) && !Forms.isOfJdk(type))
                        .map(Class::getClassLoader)
                        .findFirst())
                .orElse(CallerLoader.class.getClassLoader());
        return context == null || isBelow(caller, context) ? caller : context;
    }

    private static boolean isBelow(ClassLoader loader, ClassLoader above) {
        for (ClassLoader at = loader.getParent(); at != null; at = at.getParent()) {
            if (at == above) {
                return true;
            }
        }
        return false;
    }
}

package dev.muster.codec;

import dev.muster.codec.Refused.Reason;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Finds the object that keeps a graph from travelling, and the fields that lead to it, nearest first. Owned by one
 * failed encoding; looks at 100,000 objects at most. The encoding itself tells only the class.
 */
final class Culprit {
    private static final int MOST_OBJECTS = 100_000;

    private final String className;
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Step> open = new ArrayDeque<>();

    private Culprit(String className) {
        this.className = className;
    }

    /** An object, how it was come to, and from where. */
    private record Step(Object value, String name, @Nullable Step from) {}

    /**
     * What cannot travel, by which path it was reached, and what to do.
     *
     * @param className of what cannot travel
     * @param words what to call that class if no object of it is found
     */
    static String sentence(@Nullable Object root, String className, String words, Reason reason) {
        Step found = root == null ? null : new Culprit(className).search(root);
        Class<?> type = found == null ? null : found.value().getClass();
        String what = type == null ? words : ClassNames.of(type);
        StringBuilder text = new StringBuilder("A value of ")
                .append(root == null ? "null" : ClassNames.of(root.getClass()))
                .append(" cannot travel: ");
        if (found != null && found.from() == null) {
            text.append("it ").append(reason.words).append(". ");
        } else {
            text.append(what).append(" in it ").append(reason.words).append(". ");
            if (found != null) {
                text.append("It is reached by ").append(path(found)).append(". ");
            }
        }
        return text.append(remedy(reason, found != null && found.from() != null))
                .toString();
    }

    private static String path(Step last) {
        StringBuilder path = new StringBuilder(last.name());
        for (Step step = last.from(); step != null && step.from() != null; step = step.from()) {
            path.insert(0, " → ").insert(0, step.name());
        }
        return path.toString();
    }

    private static String remedy(Reason reason, boolean reached) {
        String leaveOut =
                "Copy the field to a local variable or call a static method, so that its owner does not travel; or ";
        return switch (reason) {
            case LAMBDA ->
                "Declare it as a type of dev.muster.function (Function1, Action0 …) instead, or write the lambda in the call.";
            case ONCE -> "Collect it into a list first.";
            case FILE_SYSTEM -> "Copy the file to the default file system, or pass its content.";
            case ATTACK -> "Pass plain values instead.";
            case CYCLE -> "Break the cycle, or put a class with plain fields into it.";
            case HIDDEN -> "Use a named class, or make such an object inside the task.";
            case CLOSED ->
                (reached ? leaveOut + "make" : "Make")
                        + " such an object inside the task; or, if it is your class, make it Serializable or open its package.";
        };
    }

    private @Nullable Step search(Object root) {
        add(root, "", null);
        while (!open.isEmpty() && seen.size() < MOST_OBJECTS) {
            Step step = open.remove();
            Object value = step.value();
            if (value.getClass().getName().equals(className)) {
                return step;
            }
            if (ClassNames.isLambda(value.getClass())) {
                addCaptured(step);
            } else {
                addContent(step);
            }
        }
        return null;
    }

    private void add(@Nullable Object value, String name, @Nullable Step from) {
        if (value != null && !isLeaf(value) && seen.add(value)) {
            open.add(new Step(value, name, from));
        }
    }

    private static boolean isLeaf(Object value) {
        return value instanceof String || value instanceof Enum || value instanceof Class;
    }

    private void addCaptured(Step step) {
        try {
            Method replace = step.value().getClass().getDeclaredMethod("writeReplace");
            replace.setAccessible(true);
            if (replace.invoke(step.value()) instanceof SerializedLambda lambda) {
                for (int i = 0; i < lambda.getCapturedArgCount(); i++) {
                    add(lambda.getCapturedArg(i), capturedName(lambda, i), step);
                }
            }
        } catch (ReflectiveOperationException | InaccessibleObjectException closed) {
            // Then the path stays unknown; the class is named all the same.
        }
    }

    /** A captured value in words: which, and of what. */
    static String capturedName(SerializedLambda lambda, int index) {
        String owner = lambda.getCapturingClass().replace('/', '.');
        String method = lambda.getImplMethodName();
        boolean body = method.startsWith("lambda$");
        String place = body
                ? "the lambda in " + owner + "." + method.split("\\$", -1)[1]
                : "the method reference ::" + method + " in " + owner;
        boolean receiver = index == 0 && lambda.getImplMethodKind() != MethodHandleInfo.REF_invokeStatic;
        Object value = lambda.getCapturedArg(index);
        String type = value == null ? "null" : ClassNames.brief(value.getClass());
        if (receiver) {
            return (body ? "'this' (" : "the receiver (") + type + ") of " + place;
        }
        return "captured value " + (index + 1) + " (" + type + ") of " + place;
    }

    private void addContent(Step step) {
        Object value = step.value();
        if (value instanceof Object[] elements) {
            for (int i = 0; i < elements.length && i < MOST_OBJECTS; i++) {
                add(elements[i], "element [" + i + "]", step);
            }
        } else if (value instanceof Collection<?> elements && isOfJdk(value)) {
            int i = 0;
            for (Object element : elements) {
                add(element, "element [" + i++ + "]", step);
            }
        } else if (value instanceof Map<?, ?> map && isOfJdk(value)) {
            map.forEach((key, element) -> {
                add(key, "a key", step);
                add(
                        element,
                        "the value of a key of " + (key == null ? "null" : ClassNames.brief(key.getClass())),
                        step);
            });
        } else if (value instanceof AtomicReference<?> reference) {
            add(reference.get(), "its content", step);
        } else if (value instanceof Optional<?> optional) {
            add(optional.orElse(null), "its content", step);
        } else if (Proxy.isProxyClass(value.getClass())) {
            add(Proxy.getInvocationHandler(value), "the handler of a proxy", step);
        } else {
            addFields(step);
        }
    }

    /** Only iterators that are no user's code are run. */
    private static boolean isOfJdk(Object value) {
        return value.getClass().getName().startsWith("java.");
    }

    private void addFields(Step step) {
        for (Class<?> type = step.value().getClass();
                type != null && type != Object.class;
                type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                boolean travels =
                        !Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers());
                if (travels && !field.getType().isPrimitive()) {
                    addField(step, field);
                }
            }
        }
    }

    private void addField(Step step, Field field) {
        try {
            field.setAccessible(true);
            add(
                    field.get(step.value()),
                    "field " + ClassNames.brief(field.getDeclaringClass()) + "." + field.getName(),
                    step);
        } catch (IllegalAccessException | InaccessibleObjectException closed) {
            // A class of a closed module: its inside stays unknown.
        }
    }
}

package dev.muster.codec;

import java.io.NotSerializableException;
import java.io.Serializable;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the object that keeps a graph from travelling, and the fields that lead to it, nearest first. Owned by one
 * failed encoding; looks at 100,000 objects at most. Serialisation itself tells only the class.
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

    /** What cannot travel, by which path it was reached, and what to do. */
    static String sentence(@Nullable Object root, NotSerializableException refused) {
        String className = String.valueOf(refused.getMessage());
        Step found = root == null ? null : new Culprit(className).search(root);
        Class<?> type = found == null ? null : found.value().getClass();
        String what = type == null ? className : ClassNames.of(type);
        StringBuilder text = new StringBuilder("A value of ")
                .append(root == null ? "null" : ClassNames.of(root.getClass()))
                .append(" cannot travel: ");
        if (found != null && found.from() == null) {
            text.append("it is not Serializable. ");
        } else {
            text.append(what).append(" in it is not Serializable. ");
            if (found != null) {
                text.append("It is reached by ").append(path(found)).append(". ");
            }
        }
        return text.append(remedy(type, found)).toString();
    }

    private static String path(Step last) {
        StringBuilder path = new StringBuilder(last.name());
        for (Step step = last.from(); step != null && step.from() != null; step = step.from()) {
            path.insert(0, " → ").insert(0, step.name());
        }
        return path.toString();
    }

    private static String remedy(@Nullable Class<?> type, @Nullable Step found) {
        if (type != null && ClassNames.isLambda(type)) {
            return "Declare it as a type of dev.muster.function (Function1, Action0 …) instead, or write the lambda in the"
                    + " call.";
        }
        boolean reached = found != null && found.from() != null;
        return (reached
                        ? "Copy the field to a local variable or call a static method, so that its owner does not travel; or make"
                        : "Make")
                + " the class Serializable, or make such an object inside the task.";
    }

    private @Nullable Step search(Object root) {
        add(root, "", null);
        while (!open.isEmpty() && seen.size() < MOST_OBJECTS) {
            Step step = open.remove();
            Object value = step.value();
            if (!(value instanceof Serializable)) {
                if (value.getClass().getName().equals(className)) {
                    return step;
                }
                continue;
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
        return value instanceof String || value instanceof Number || value instanceof Enum || value instanceof Class;
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

    private static String capturedName(SerializedLambda lambda, int index) {
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
            if (!Serializable.class.isAssignableFrom(type)) {
                return;
            }
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

package dev.muster.client;

import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** What there is to know of a function's class: what to call it, and which of its fields may hold futures. Thread-safe; found once per class. */
final class FunctionShape {

    private static final ClassValue<FunctionShape> SHAPES = new ClassValue<>() {
        @Override
        protected FunctionShape computeValue(Class<?> type) {
            return new FunctionShape(type);
        }
    };
    private static final String LAMBDA = "lambda$";

    private final Class<?> type;
    private final List<Field> futures;
    private volatile @Nullable String name;

    private FunctionShape(Class<?> type) {
        this.type = type;
        this.futures = futureFields(type);
    }

    static FunctionShape of(Object function) {
        return SHAPES.get(function.getClass());
    }

    /** Whether functions of this class may have captured futures directly. */
    boolean mayCapture() {
        return !futures.isEmpty();
    }

    /** The futures that this function has captured directly. */
    List<TaskFuture<?>> captured(Object function) {
        List<TaskFuture<?>> found = new ArrayList<>();
        for (Field field : futures) {
            try {
                Object value = field.get(function);
                if (value instanceof TaskFuture<?> future) {
                    found.add(future);
                } else if (value instanceof TaskFutures<?> many) {
                    found.addAll(many);
                }
            } catch (IllegalAccessException e) {
                throw new AssertionError("field " + field + " was made accessible", e);
            }
        }
        return found;
    }

    private static List<Field> futureFields(Class<?> type) {
        List<Field> fields = new ArrayList<>();
        for (Field field : type.getDeclaredFields()) {
            boolean may = TaskFuture.class.isAssignableFrom(field.getType())
                    || TaskFutures.class.isAssignableFrom(field.getType())
                    || field.getType() == Future.class;
            // A module that does not open itself hides its fields: then its futures are handles like those hidden
            // deeper.
            if (may && !Modifier.isStatic(field.getModifiers()) && field.trySetAccessible()) {
                fields.add(field);
            }
        }
        return List.copyOf(fields);
    }

    /** What tasks of this function are called if nobody said: the method's name of a method reference, else where it stands. */
    String name(Object function) {
        String known = name;
        if (known == null) {
            known = found(function);
            name = known;
        }
        return known;
    }

    /** What tells its work from other functions' work: two references to one method are the same, though their classes differ. */
    String identity(Object function) {
        SerializedLambda lambda = serialized(function);
        return lambda == null
                ? type.getName()
                : lambda.getImplClass().replace('/', '.') + "::" + lambda.getImplMethodName()
                        + lambda.getImplMethodSignature();
    }

    private String found(Object function) {
        SerializedLambda lambda = serialized(function);
        if (lambda == null) {
            return simpleName(type.getName());
        }
        String method = lambda.getImplMethodName();
        String owner = simpleName(lambda.getImplClass().replace('/', '.'));
        if (method.equals("<init>")) {
            return "new " + owner;
        }
        if (!method.startsWith(LAMBDA)) {
            return method;
        }
        int end = method.indexOf('$', LAMBDA.length());
        String enclosing = method.substring(LAMBDA.length(), end < 0 ? method.length() : end);
        return enclosing.isEmpty() || enclosing.equals("new") || enclosing.equals("static")
                ? owner
                : owner + "." + enclosing;
    }

    private @Nullable SerializedLambda serialized(Object function) {
        if (!type.isSynthetic() && !type.isHidden()) {
            return null;
        }
        try {
            Method writeReplace = type.getDeclaredMethod("writeReplace");
            return writeReplace.trySetAccessible() && writeReplace.invoke(function) instanceof SerializedLambda lambda
                    ? lambda
                    : null;
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    /** A class's name without package and outer classes; a hidden class's without its address. */
    private static String simpleName(String className) {
        String name = className;
        int address = name.indexOf('/');
        if (address >= 0) {
            name = name.substring(0, address);
        }
        name = name.substring(name.lastIndexOf('.') + 1);
        int lambda = name.indexOf("$$Lambda");
        if (lambda > 0) {
            name = name.substring(0, lambda);
        }
        int nested = name.length();
        while (nested > 0) {
            int dollar = name.lastIndexOf('$', nested - 1);
            String last = name.substring(dollar + 1, nested);
            if (!last.isEmpty() && !Character.isDigit(last.charAt(0))) {
                return last;
            }
            nested = dollar;
        }
        return name;
    }
}

package dev.muster.code;

import dev.muster.error.ClusterException;
import dev.muster.error.ClusterException.Code;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A variable of a jshell session: a static field of the class that its snippet became. Immutable.
 *
 * <p>A lambda that reads {@code n} captures nothing; it reads the field. So the field's value at the time of submission
 * has to travel beside the class, and is put into the field again on the worker.
 *
 * @param type binary name of the snippet's class
 * @param field the variable's name
 */
public record SnippetVariable(String type, String field) {
    private static final Pattern SNIPPET = Pattern.compile("REPL\\.\\$JShell\\$[0-9A-Za-z]+");

    /**
     * The variables that a method reads, itself or through the snippets it calls; in order of name. What other snippets
     * read is left out: a session may have variables that no task needs and that could not travel.
     *
     * @param holder the class with the method, such as a lambda's capturing class
     * @param method its name, such as {@code lambda$do_it$$0}
     * @param descriptor its descriptor
     */
    public static List<SnippetVariable> readBy(Class<?> holder, String method, String descriptor) {
        return variables(new StaticReads(holder.getClassLoader()).ofMethod(holder.getName(), method, descriptor));
    }

    /** The variables that any method of a class reads, likewise: for a task that is an object of a snippet's class. */
    public static List<SnippetVariable> readBy(Class<?> type) {
        return variables(new StaticReads(type.getClassLoader()).ofClass(type.getName()));
    }

    private static List<SnippetVariable> variables(Iterable<Reference> reads) {
        List<SnippetVariable> found = new ArrayList<>();
        for (Reference read : reads) {
            if (SNIPPET.matcher(read.owner()).matches()) {
                found.add(new SnippetVariable(read.owner(), read.name()));
            }
        }
        return found;
    }

    /**
     * The variable's value now.
     *
     * @param loader of the session's classes
     */
    public @Nullable Object value(ClassLoader loader) {
        try {
            return in(loader).get(null);
        } catch (IllegalAccessException e) {
            throw unreachable(e);
        }
    }

    /**
     * Gives the variable a value.
     *
     * @param loader of the worker's copy of the session's classes
     * @param value what {@link #value} gave, decoded with the same loader
     */
    public void assign(ClassLoader loader, @Nullable Object value) {
        try {
            in(loader).set(null, value);
        } catch (IllegalAccessException e) {
            throw unreachable(e);
        }
    }

    private Field in(ClassLoader loader) {
        try {
            Field found = Class.forName(type, true, loader).getDeclaredField(field);
            if (!Modifier.isStatic(found.getModifiers())) {
                throw new NoSuchFieldException(field + " is not static");
            }
            found.setAccessible(true);
            return found;
        } catch (ReflectiveOperationException e) {
            throw unreachable(e);
        }
    }

    private ClusterException unreachable(ReflectiveOperationException cause) {
        return new ClusterException(
                Code.INTERNAL,
                "The snippet variable %s of %s cannot be reached: %s".formatted(field, type, cause),
                cause);
    }
}

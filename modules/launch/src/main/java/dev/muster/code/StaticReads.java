package dev.muster.code;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which static fields of classes in memory a piece of code reads. For one question, by one thread.
 *
 * <p>Errs on the side of too many: of a class that is made, and of one whose methods are called virtually, all methods
 * count. The one exception is jshell's {@code do_it$}, the snippet's own statement, which no task calls by accident.
 */
final class StaticReads {
    private static final String STATEMENT = "do_it$";

    private record Place(String type, ClassFile.Method method) {}

    private final @Nullable ClassLoader loader;
    private final Map<String, Optional<ClassFile>> files = new HashMap<>();
    private final Deque<Place> open = new ArrayDeque<>();
    private final Set<String> seen = new HashSet<>();
    private final Set<Reference> reads =
            new TreeSet<>(Comparator.comparing(Reference::owner).thenComparing(Reference::name));

    StaticReads(@Nullable ClassLoader loader) {
        this.loader = loader;
    }

    Collection<Reference> ofMethod(String type, String name, String descriptor) {
        one(type, name, descriptor);
        return follow();
    }

    Collection<Reference> ofClass(String type) {
        all(type);
        return follow();
    }

    private Collection<Reference> follow() {
        while (!open.isEmpty()) {
            Place place = open.pop();
            ClassFile file = file(place.type).orElseThrow();
            file.reached(place.method).forEach(this::reached);
        }
        return reads;
    }

    private void reached(Reference reference) {
        if (file(reference.owner()).isEmpty()) {
            return;
        }
        one(reference.owner(), "<clinit>", "()V");
        switch (reference.kind()) {
            case READ_STATIC -> reads.add(reference);
            case WRITE_STATIC -> {}
            case CALL_EXACT -> one(reference.owner(), reference.name(), reference.descriptor());
            case CALL_VIRTUAL, NEW -> all(reference.owner());
        }
    }

    /** A method, looked for in the class and then in those it extends. */
    private void one(String type, String name, String descriptor) {
        for (Optional<ClassFile> file = file(type); file.isPresent(); ) {
            for (ClassFile.Method each : file.get().methods()) {
                if (each.name().equals(name) && each.descriptor().equals(descriptor)) {
                    add(type, each);
                    return;
                }
            }
            type = file.get().superName().orElse("");
            file = file(type);
        }
    }

    private void all(String type) {
        for (Optional<ClassFile> file = file(type); file.isPresent(); ) {
            for (ClassFile.Method each : file.get().methods()) {
                if (!each.name().equals(STATEMENT)) {
                    add(type, each);
                }
            }
            type = file.get().superName().orElse("");
            file = file(type);
        }
    }

    private void add(String type, ClassFile.Method method) {
        if (seen.add(type + "." + method.name() + method.descriptor())) {
            open.push(new Place(type, method));
        }
    }

    private Optional<ClassFile> file(String type) {
        return files.computeIfAbsent(
                type,
                name -> name.isEmpty()
                        ? Optional.empty()
                        : MemoryClasses.find(loader, name).map(ClassFile::of));
    }
}

package dev.muster.client;

import dev.muster.function.Function1;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A bounded window of a long sequence: values in the order of the inputs, while some slices ahead are under way. Used by
 * one thread.
 *
 * <p>Slices begin small, so that few expensive tasks spread over the workers and the first value comes soon, and grow, so
 * that many cheap ones cost little each.
 */
final class Window<A extends @Nullable Object, R extends @Nullable Object> implements Iterator<R> {

    private static final int FIRST_SLICE = 4;
    private static final int LARGEST_SLICE = 256;
    private static final int SLICES = 8;

    private final View view;
    private final Function1<? super A, ? extends R> function;
    private final Iterator<? extends A> inputs;
    private final Deque<TaskFutures<R>> slices = new ArrayDeque<>();
    private @Nullable TaskFutures<R> current;
    private int next;
    private int size = FIRST_SLICE;

    private Window(View view, Function1<? super A, ? extends R> function, Iterator<? extends A> inputs) {
        this.view = view;
        this.function = function;
        this.inputs = inputs;
    }

    static <A extends @Nullable Object, R extends @Nullable Object> Stream<R> stream(
            View view, Function1<? super A, ? extends R> function, Iterator<? extends A> inputs) {
        Window<A, R> window = new Window<>(view, function, inputs);
        Spliterator<R> values = Spliterators.spliteratorUnknownSize(window, Spliterator.ORDERED);
        return StreamSupport.stream(values, false).onClose(window::end);
    }

    @Override
    public boolean hasNext() {
        fill();
        return current != null || !slices.isEmpty();
    }

    private void fill() {
        while (slices.size() < SLICES && inputs.hasNext()) {
            List<A> slice = new ArrayList<>(size);
            while (slice.size() < size && inputs.hasNext()) {
                slice.add(inputs.next());
            }
            slices.add(view.map(function, slice));
            size = Math.min(size * 2, LARGEST_SLICE);
        }
    }

    @Override
    public R next() {
        if (current == null) {
            current = slices.poll();
            next = 0;
            if (current == null) {
                throw new NoSuchElementException("all values have been taken");
            }
        }
        TaskFutures<R> taken = current;
        R value = taken.get(next++).result();
        if (next == taken.size()) {
            taken.release();
            current = null;
        }
        return value;
    }

    /** Lets go of all that is under way. */
    private void end() {
        if (current != null) {
            current.release();
            current = null;
        }
        slices.forEach(TaskFutures::release);
        slices.clear();
    }
}

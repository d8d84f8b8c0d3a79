package dev.muster;

import dev.muster.function.Function0;
import dev.muster.function.Function1;
import dev.muster.function.Function2;
import dev.muster.function.Function3;
import dev.muster.graph.Work;
import java.util.Arrays;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/** Users' functions as work of a graph. Immutable if the functions and arguments are. */
// Types were checked where it was described, values may be null if those types allow, what cannot travel the codec
// refuses.
@SuppressWarnings({"unchecked", "serial", "NullAway"})
final class DelayedCalls {

    private DelayedCalls() {}

    record Call(Function0<?> function) implements Work {
        @Override
        public @Nullable Object run(@Nullable Object[] inputs) throws Exception {
            return function.call();
        }
    }

    record CallWith(Function1<?, ?> function, @Nullable Object argument) implements Work {
        @Override
        public @Nullable Object run(@Nullable Object[] inputs) throws Exception {
            return ((Function1<Object, Object>) function).apply(argument);
        }
    }

    record Value(@Nullable Object value) implements Work {
        @Override
        public @Nullable Object run(@Nullable Object[] inputs) {
            return value;
        }
    }

    record All() implements Work {
        @Override
        public Object run(@Nullable Object[] inputs) {
            return Collections.unmodifiableList(Arrays.asList(inputs));
        }
    }

    record Apply1(Function1<?, ?> function) implements Work {
        @Override
        public @Nullable Object run(@Nullable Object[] inputs) throws Exception {
            return ((Function1<Object, Object>) function).apply(inputs[0]);
        }
    }

    record Apply2(Function2<?, ?, ?> function) implements Work {
        @Override
        public @Nullable Object run(@Nullable Object[] inputs) throws Exception {
            return ((Function2<Object, Object, Object>) function).apply(inputs[0], inputs[1]);
        }
    }

    record Apply3(Function3<?, ?, ?, ?> function) implements Work {
        @Override
        public @Nullable Object run(@Nullable Object[] inputs) throws Exception {
            return ((Function3<Object, Object, Object, Object>) function).apply(inputs[0], inputs[1], inputs[2]);
        }
    }

    record ApplyList(Function1<?, ?> function) implements Work {
        @Override
        public @Nullable Object run(@Nullable Object[] inputs) throws Exception {
            return ((Function1<Object, Object>) function).apply(Collections.unmodifiableList(Arrays.asList(inputs)));
        }
    }
}

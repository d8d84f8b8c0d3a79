package dev.muster.client;

import dev.muster.function.Action0;
import dev.muster.function.Action1;
import dev.muster.function.Function0;
import dev.muster.function.Function1;
import dev.muster.function.Function2;
import dev.muster.function.Function3;
import dev.muster.graph.Work;
import java.util.Arrays;
import java.util.Collections;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Users' functions as work: small records, one for each shape of call. Immutable if the functions and arguments are.
 *
 * <p>Nothing stands between {@code run} and the user's code, so that a user's stack trace holds one frame of ours.
 */
// The types, and with them what may be null, were checked where the call was made; what cannot travel is refused by the
// codec.
@SuppressWarnings({"unchecked", "serial", "NullAway"})
final class Calls {

    private Calls() {}

    /** One submission's function and arguments. */
    record Call0(Function0<?> function) implements UserWork {
        @Override
        public @Nullable Object call(@Nullable Object[] inputs) throws Exception {
            return function.call();
        }
    }

    record Call1(Function1<?, ?> function, @Nullable Object argument) implements UserWork {
        @Override
        public @Nullable Object call(@Nullable Object[] inputs) throws Exception {
            return ((Function1<Object, Object>) function).apply(argument);
        }
    }

    record Call2(
            Function2<?, ?, ?> function,
            @Nullable Object first,
            @Nullable Object second) implements UserWork {
        @Override
        public @Nullable Object call(@Nullable Object[] inputs) throws Exception {
            return ((Function2<Object, Object, Object>) function).apply(first, second);
        }
    }

    record Call3(
            Function3<?, ?, ?, ?> function,
            @Nullable Object first,
            @Nullable Object second,
            @Nullable Object third) implements UserWork {
        @Override
        public @Nullable Object call(@Nullable Object[] inputs) throws Exception {
            return ((Function3<Object, Object, Object, Object>) function).apply(first, second, third);
        }
    }

    record Run0(Action0 function) implements UserWork {
        @Override
        public @Nullable Object call(@Nullable Object[] inputs) throws Exception {
            function.run();
            return null;
        }
    }

    /** A task of an executor facade. */
    record CallCallable(Callable<?> function) implements UserWork {
        @Override
        public @Nullable Object call(@Nullable Object[] inputs) throws Exception {
            return function.call();
        }
    }

    record RunRunnable(Runnable function, @Nullable Object result) implements UserWork {
        @Override
        public @Nullable Object call(@Nullable Object[] inputs) {
            function.run();
            return result;
        }
    }

    /** A function of values that come from a row of arguments, or from other tasks. */
    record Apply1(Function1<?, ?> function) implements UserWork {
        @Override
        public @Nullable Object call(@Nullable Object[] inputs) throws Exception {
            return ((Function1<Object, Object>) function).apply(inputs[0]);
        }
    }

    record Apply2(Function2<?, ?, ?> function) implements UserWork {
        @Override
        public @Nullable Object call(@Nullable Object[] inputs) throws Exception {
            return ((Function2<Object, Object, Object>) function).apply(inputs[0], inputs[1]);
        }
    }

    record Apply3(Function3<?, ?, ?, ?> function) implements UserWork {
        @Override
        public @Nullable Object call(@Nullable Object[] inputs) throws Exception {
            return ((Function3<Object, Object, Object, Object>) function).apply(inputs[0], inputs[1], inputs[2]);
        }
    }

    record Accept1(Action1<?> function) implements UserWork {
        @Override
        public @Nullable Object call(@Nullable Object[] inputs) throws Exception {
            ((Action1<Object>) function).accept(inputs[0]);
            return null;
        }
    }

    /** A function of all inputs as one list, which may hold nulls. */
    record ApplyList(Function1<?, ?> function) implements UserWork {
        @Override
        public @Nullable Object call(@Nullable Object[] inputs) throws Exception {
            return ((Function1<Object, Object>) function).apply(Collections.unmodifiableList(Arrays.asList(inputs)));
        }
    }

    /** Folds the inputs from the left: one node of a reduction. */
    record Fold(Function2<?, ?, ?> function) implements UserWork {
        @Override
        public @Nullable Object call(@Nullable Object[] inputs) throws Exception {
            Object folded = inputs[0];
            for (int i = 1; i < inputs.length; i++) {
                folded = ((Function2<Object, Object, Object>) function).apply(folded, inputs[i]);
            }
            return folded;
        }
    }

    /** Makes a value of what another task's code threw. */
    record Recover(Function1<?, ?> function, Throwable failure) implements UserWork {
        @Override
        public @Nullable Object call(@Nullable Object[] inputs) throws Exception {
            return ((Function1<Object, Object>) function).apply(failure);
        }
    }

    /** Work that a collection made, which may run users' functions inside. */
    record Enclosed(Work function) implements UserWork {
        @Override
        public @Nullable Object call(@Nullable Object[] inputs) throws Exception {
            return function.run(inputs);
        }
    }

    /** Stands for a future that failed without a task: whatever takes it as input fails with its exception. */
    record Fail(Throwable function) implements UserWork {
        @Override
        public @Nullable Object call(@Nullable Object[] inputs) throws Exception {
            if (function instanceof Exception exception) {
                throw exception;
            }
            throw (Error) function;
        }
    }
}

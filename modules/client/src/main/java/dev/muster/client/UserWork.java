package dev.muster.client;

import dev.muster.graph.Work;
import org.jspecify.annotations.Nullable;

/** Work that is a user's function: lets go of the nested tasks that the function made and did not return. Immutable. */
interface UserWork extends Work {

    /** Calls the user's function. */
    @Nullable
    Object call(@Nullable Object[] inputs) throws Exception;

    /** The function, whose class names the kind of task. */
    Object function();

    @Override
    default @Nullable Object run(@Nullable Object[] inputs) throws Exception {
        AttemptChildren begun = AttemptChildren.begin();
        Object returned = null;
        try {
            returned = call(inputs);
            return returned;
        } finally {
            AttemptChildren.end(begun, returned);
        }
    }
}

package dev.muster.testkit.contract;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** Says in a failure which kind of cluster it was: the themes' names are the same for all of them. Immutable. */
record NamesItsCluster(String kind) implements TestExecutionExceptionHandler {

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        failure.addSuppressed(new OnCluster(kind));
        throw failure;
    }

    private static final class OnCluster extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OnCluster(String kind) {
            super("on the cluster of " + kind, null, false, false);
        }
    }
}

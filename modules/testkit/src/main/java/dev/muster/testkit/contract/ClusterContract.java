package dev.muster.testkit.contract;

import dev.muster.cluster.Cluster;
import dev.muster.cluster.WorkerInfo;
import org.junit.jupiter.api.Nested;

/**
 * Everything a user can observe through the client, for one kind of cluster. Extend it and say how to open one:
 *
 * <pre>{@code
 * class MyClusterTest extends ClusterContract {
 *     @Override
 *     protected Cluster open(ClusterShape shape) {
 *         return new MyCluster(shape.workers(), shape.threads());
 *     }
 * }
 * }</pre>
 *
 * <p>Each theme below runs as a nested class of the subclass. After every test no thread of Muster's and no socket is left.
 */
public abstract class ClusterContract {

    /** For subclasses. */
    protected ClusterContract() {}

    /**
     * Opens a cluster; the suite closes it. Called by one test at a time.
     *
     * @param shape how many workers, of which size, under which settings
     * @return the open cluster; its workers may still be arriving
     */
    protected abstract Cluster open(ClusterShape shape);

    /**
     * Whether functions and values are turned into bytes on their way.
     *
     * @return false if they are passed as references
     */
    protected boolean encodes() {
        return true;
    }

    /**
     * Ends one worker as a crash would, without a goodbye.
     *
     * @param cluster that {@link #open} made
     * @param worker whom to end
     * @return false if this kind of cluster has no way to, so that the tests of losses are skipped
     */
    protected boolean kill(Cluster cluster, WorkerInfo worker) {
        return false;
    }

    @Nested
    class Submitting extends SubmitContract {
        Submitting() {
            super(ClusterContract.this);
        }
    }

    @Nested
    class Mapping extends MapContract {
        Mapping() {
            super(ClusterContract.this);
        }
    }

    @Nested
    class Depending extends DependencyContract {
        Depending() {
            super(ClusterContract.this);
        }
    }

    @Nested
    class Failing extends FailureContract {
        Failing() {
            super(ClusterContract.this);
        }
    }

    @Nested
    class Cancelling extends CancelContract {
        Cancelling() {
            super(ClusterContract.this);
        }
    }

    @Nested
    class Timing extends TimeLimitContract {
        Timing() {
            super(ClusterContract.this);
        }
    }

    @Nested
    class Placing extends PlacementContract {
        Placing() {
            super(ClusterContract.this);
        }
    }

    @Nested
    class Releasing extends ReleaseContract {
        Releasing() {
            super(ClusterContract.this);
        }
    }

    @Nested
    class Moving extends DataContract {
        Moving() {
            super(ClusterContract.this);
        }
    }

    @Nested
    class Waiting extends WaitingContract {
        Waiting() {
            super(ClusterContract.this);
        }
    }

    @Nested
    class Nesting extends NestedContract {
        Nesting() {
            super(ClusterContract.this);
        }
    }

    @Nested
    class Sharing extends SharingContract {
        Sharing() {
            super(ClusterContract.this);
        }
    }

    @Nested
    class Scaling extends ScaleContract {
        Scaling() {
            super(ClusterContract.this);
        }
    }

    @Nested
    class Losing extends LossContract {
        Losing() {
            super(ClusterContract.this);
        }
    }

    @Nested
    class Closing extends LifeCycleContract {
        Closing() {
            super(ClusterContract.this);
        }
    }

    @Nested
    class Refusing extends ArgumentContract {
        Refusing() {
            super(ClusterContract.this);
        }
    }

    @Nested
    class Executing extends ExecutorContract {
        Executing() {
            super(ClusterContract.this);
        }
    }

    @Nested
    class Telling extends EventContract {
        Telling() {
            super(ClusterContract.this);
        }
    }

    @Nested
    class Encoding extends EncodingContract {
        Encoding() {
            super(ClusterContract.this);
        }
    }

    @Nested
    class Growing extends BigGraphContract {
        Growing() {
            super(ClusterContract.this);
        }
    }

    @Nested
    class Describing extends DelayedContract {
        Describing() {
            super(ClusterContract.this);
        }
    }
}

package dev.muster.protocol;

import dev.muster.error.ClusterException;
import org.jspecify.annotations.Nullable;

/**
 * What came is no frame of this wire format: garbage (INTERNAL), or another version (INCOMPATIBLE_PEER). Immutable once
 * thrown. Whoever reads a link drops the peer with this message.
 */
public final class MalformedFrameException extends ClusterException {
    private static final long serialVersionUID = 1L;

    MalformedFrameException(Code code, String message, @Nullable Throwable cause) {
        super(code, message, cause);
    }
}

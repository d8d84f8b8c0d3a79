package dev.muster.client;

import dev.muster.codec.UserSerializer;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Turns values of one type into bytes and back, where Muster should not find out how by itself. Implementations are
 * stateless or thread-safe, and have a public constructor without parameters: every worker makes its own.
 *
 * <p>A program gives its serializers to {@link Client.Builder#serializer}; a library offers its own as services, in a file
 * {@code META-INF/services/dev.muster.client.ValueSerializer}.
 *
 * @param <T> the type of the values
 */
public interface ValueSerializer<T> extends UserSerializer<T> {

    /**
     * Writes a value. Called by Muster's threads and by threads that submit; must not keep {@code out}.
     *
     * @param value to write; never null
     * @param out where to
     * @throws IOException if {@code out} throws it
     */
    @Override
    void write(T value, DataOutput out) throws IOException;

    /**
     * Reads what {@link #write} wrote, and not a byte more.
     *
     * @param in where from
     * @return an equal value, not null
     * @throws IOException if {@code in} throws it
     */
    @Override
    T read(DataInput in) throws IOException;
}

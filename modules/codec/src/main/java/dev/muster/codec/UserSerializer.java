package dev.muster.codec;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What a user's serializer of one type of values looks like from here. Thread-safe; has a public constructor without
 * parameters.
 *
 * @param <T> the type of the values
 */
public interface UserSerializer<T> {
    /**
     * Writes a value, never null.
     *
     * @throws IOException if {@code out} throws it
     */
    void write(T value, DataOutput out) throws IOException;

    /**
     * Reads what {@link #write} wrote, and not a byte more.
     *
     * @return an equal value, not null
     * @throws IOException if {@code in} throws it
     */
    T read(DataInput in) throws IOException;
}

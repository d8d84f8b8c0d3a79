package dev.muster.protocol;

import java.util.List;

/**
 * What a link carries in one piece from one node to another: the messages of one flush. Immutable by convention.
 *
 * <p>Plug-ins pass frames on and never look inside. A link whose cluster carries objects is given {@link Live} frames
 * only, every other one {@link Bytes} only.
 */
public sealed interface Frame {
    /**
     * Messages by reference, for links that stay in one JVM.
     *
     * @param messages in the order in which they were sent; at least one
     */
    record Live(List<Message> messages) implements Frame {
        public Live {
            messages = List.copyOf(messages);
        }

        /** A frame of a single message. */
        public static Live of(Message message) {
            return new Live(List.of(message));
        }
    }

    /**
     * Encoded messages, as {@code FrameWriter} makes them and {@code WireFormat} reads them. The array is shared and
     * never changed: payloads that are decoded from it refer to it.
     *
     * @param array holds the frame
     * @param offset where it begins
     * @param length its bytes
     */
    record Bytes(byte[] array, int offset, int length) implements Frame {
        public Bytes {
            if (offset < 0 || length < 0 || offset > array.length - length) {
                throw new IllegalArgumentException(
                        "frame of " + length + " bytes at " + offset + " does not fit its array of " + array.length);
            }
        }

        /** A frame that is a whole array. */
        public static Bytes of(byte[] array) {
            return new Bytes(array, 0, array.length);
        }

        @Override
        public String toString() {
            return "Bytes[" + length + "]";
        }
    }
}

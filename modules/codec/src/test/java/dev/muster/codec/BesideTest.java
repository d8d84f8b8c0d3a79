package dev.muster.codec;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.muster.function.Function0;
import dev.muster.protocol.Arguments;
import dev.muster.protocol.Payload;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** Big arrays and buffers, which go beside the skeleton. */
class BesideTest {
    private final KryoCodec codec = KryoCodec.of(BesideTest.class.getClassLoader());

    static Stream<Object> arrays() {
        boolean[] flags = new boolean[5_000];
        flags[3] = true;
        byte[] octets = new byte[5_000];
        Arrays.setAll(new int[5_000], i -> octets[i] = (byte) i);
        char[] letters = new char[5_000];
        Arrays.fill(letters, '見');
        short[] small = new short[5_000];
        Arrays.fill(small, Short.MIN_VALUE);
        int[] whole = new int[5_000];
        Arrays.setAll(whole, i -> -i);
        long[] wide = new long[5_000];
        Arrays.setAll(wide, i -> Long.MAX_VALUE - i);
        float[] single = new float[5_000];
        Arrays.fill(single, -1.5f);
        double[] real = new double[5_000];
        Arrays.setAll(real, i -> i / 3.0);
        return Stream.of(flags, octets, letters, small, whole, wide, single, real);
    }

    @ParameterizedTest
    @MethodSource("arrays")
    void a_big_array_lies_beside_the_skeleton_and_comes_back_shared(Object array) {
        Payload payload = codec.encode(new Object[] {array, array, "x"});
        assertThat(payload.buffers()).hasSize(1);
        assertThat(payload.length()).isLessThan(40);
        Object[] back = (Object[]) codec.decode(payload);
        assertThat(back[0]).isEqualTo(array).isSameAs(back[1]);
        Payload alone = codec.encode(array);
        assertThat(alone.buffers()).hasSize(1);
        assertThat(codec.decode(alone)).isEqualTo(array);
    }

    @ParameterizedTest
    @MethodSource("arrays")
    void a_row_of_arguments_is_one_piece(Object array) {
        for (int arity = 1; arity < 3; arity++) {
            Object[] row = new Object[arity];
            Arrays.fill(row, array);
            Arguments.Encoded rows = codec.encodeRows(row, arity);
            Object[] target = new Object[arity];
            codec.decodeRow(rows, 0, target);
            assertThat(target).isEqualTo(row);
            assertThat(Arrays.stream(target).distinct()).hasSize(1);
        }
    }

    @Test
    void what_is_sent_is_what_was_there_then_and_each_reader_has_its_own() {
        double[] sent = new double[1_000];
        Payload payload = codec.encode(List.of(sent));
        sent[0] = 1;
        double[] first = (double[]) ((List<?>) codec.decode(payload)).get(0);
        first[0] = 2;
        double[] second = (double[]) ((List<?>) codec.decode(payload)).get(0);
        assertThat(second[0]).isZero();
    }

    @Test
    void buffers_keep_content_position_order_and_kind() {
        ByteBuffer small = ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5}, 1, 3);
        ByteBuffer slice = small.slice().order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer direct = ByteBuffer.allocateDirect(10_000).put(7, (byte) 7).position(5);
        ByteBuffer closed = ByteBuffer.wrap(new byte[6_000]).asReadOnlyBuffer();
        for (ByteBuffer sent : List.of(small, slice, direct, closed)) {
            Payload payload = codec.encode(sent);
            assertThat(payload.buffers()).hasSize(sent.limit() >= 4_096 ? 1 : 0);
            ByteBuffer back = (ByteBuffer) codec.decode(payload);
            assertThat(back).isEqualTo(sent);
            assertThat(back.order()).isEqualTo(sent.order());
            assertThat(back.isDirect()).isEqualTo(sent.isDirect());
            assertThat(back.isReadOnly()).isEqualTo(sent.isReadOnly());
            assertThat(back.position()).isEqualTo(sent.position());
        }
        assertThat(small.position()).isEqualTo(1);
    }

    @Test
    void arrays_inside_objects_of_java_serialisation_lie_beside_too() {
        Object sent = new ArrayList<>(List.of(new java.util.concurrent.atomic.AtomicReference<>(new long[2_000])));
        Payload payload = codec.encode(sent);
        assertThat(payload.buffers()).hasSize(1);
        Object back = ((java.util.concurrent.atomic.AtomicReference<?>) ((List<?>) codec.decode(payload)).get(0)).get();
        assertThat(back).isEqualTo(new long[2_000]);
    }

    @Test
    void a_heavy_captured_value_is_named_once_with_what_to_do() {
        Logger logger = (Logger) LoggerFactory.getLogger(LambdaSite.class);
        ListAppender<ILoggingEvent> seen = new ListAppender<>();
        seen.start();
        logger.addAppender(seen);
        logger.setAdditive(false);
        try {
            double[] table = new double[2_000_000];
            int small = 3;
            Function0<Double> function = () -> table[small];
            codec.encode(function);
            codec.encode(function);
        } finally {
            logger.detachAppender(seen);
            logger.setAdditive(true);
        }
        assertThat(seen.list).hasSize(1);
        assertThat(seen.list.get(0).getFormattedMessage())
                .contains("captured value 1 (double[]) of the lambda in " + BesideTest.class.getName()
                        + ".a_heavy_captured_value_is_named_once_with_what_to_do")
                .contains("takes 16.0 MB, more than 10 MB")
                .contains("client.scatter(value)");
    }
}

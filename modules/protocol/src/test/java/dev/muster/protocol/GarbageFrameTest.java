package dev.muster.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Whatever bytes arrive, reading them ends in messages or in a {@link MalformedFrameException}, and costs in proportion
 * to them.
 */
class GarbageFrameTest {
    private static final int RANDOM_INPUTS = 200_000;
    private static final int MUTATED_INPUTS = 300_000;

    /** Bytes allocated for one byte of a frame at the very most: a list element and its record for each byte or two. */
    private static final int AMPLIFICATION = 100;

    private static final int FIXED_COST = 16 << 10;

    @Test
    void random_bytes_behind_a_good_header_are_read_or_refused() {
        Random random = new Random(42);
        int refused = 0;
        for (int i = 0; i < RANDOM_INPUTS; i++) {
            byte[] frame = new byte[WireFormat.HEADER + random.nextInt(80)];
            random.nextBytes(frame);
            byte[] header = FrameWriter.write(1, 1, List.of(), 1_000).array();
            System.arraycopy(header, 0, frame, 0, WireFormat.HEADER);
            frame[WireFormat.HEADER - 1] = (byte) (1 + random.nextInt(3));
            if (frame.length > WireFormat.HEADER) {
                frame[WireFormat.HEADER] = (byte) random.nextInt(42);
            }
            refused += isRefused(frame, i) ? 1 : 0;
        }
        assertThat(refused).isGreaterThan(RANDOM_INPUTS / 2);
    }

    @Test
    void mutated_frames_are_read_or_refused() {
        Random random = new Random(43);
        List<byte[]> samples = samples(2_000);
        int refused = 0;
        for (int i = 0; i < MUTATED_INPUTS; i++) {
            byte[] frame = mutated(samples.get(random.nextInt(samples.size())), random);
            refused += isRefused(frame, i) ? 1 : 0;
        }
        assertThat(refused).isBetween(MUTATED_INPUTS / 4, MUTATED_INPUTS - 1);
    }

    @Test
    void a_frame_cut_short_anywhere_is_refused() {
        for (byte[] frame : samples(300)) {
            for (int length = 0; length < frame.length; length++) {
                byte[] cut = Arrays.copyOf(frame, length);
                assertThatThrownBy(() -> WireFormat.decode(Frame.Bytes.of(cut)))
                        .isInstanceOf(MalformedFrameException.class);
            }
        }
    }

    @Test
    void a_frame_with_something_behind_its_end_is_refused() {
        for (byte[] frame : samples(300)) {
            byte[] longer = Arrays.copyOf(frame, frame.length + 1);
            assertThatThrownBy(() -> WireFormat.decode(Frame.Bytes.of(longer)))
                    .isInstanceOf(MalformedFrameException.class)
                    .hasMessageContaining("1 bytes follow its last message");
        }
    }

    @Test
    void the_bytes_around_a_frame_are_never_read() {
        for (byte[] frame : samples(300)) {
            byte[] wider = new byte[frame.length + 20];
            Arrays.fill(wider, (byte) 0xff);
            System.arraycopy(frame, 0, wider, 7, frame.length);
            assertThat(Texts.of(WireFormat.decode(new Frame.Bytes(wider, 7, frame.length))
                            .messages()))
                    .isEqualTo(Texts.of(WireFormat.decode(Frame.Bytes.of(frame)).messages()));
        }
    }

    @Test
    void false_counts_cost_no_memory() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        Random random = new Random(44);
        List<byte[]> samples = samples(500);
        for (int i = 0; i < 20_000; i++) {
            byte[] frame = samples.get(random.nextInt(samples.size())).clone();
            int at = WireFormat.HEADER + random.nextInt(frame.length - WireFormat.HEADER);
            // The greatest count there is, over whatever stood here.
            for (int j = at; j < Math.min(at + 5, frame.length); j++) {
                frame[j] = (byte) (j == at + 4 ? 0x07 : 0xff);
            }
            long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            isRefused(frame, i);
            long spent = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
            assertThat(spent)
                    .as("input %d of %d bytes", i, frame.length)
                    .isLessThan(FIXED_COST + (long) AMPLIFICATION * frame.length);
        }
    }

    private static boolean isRefused(byte[] frame, int input) {
        try {
            WireFormat.decode(Frame.Bytes.of(frame));
            return false;
        } catch (MalformedFrameException clear) {
            if (clear.getMessage().length() > 1_000) {
                fail("a message of " + clear.getMessage().length() + " characters for input " + input, clear);
            }
            return true;
        } catch (RuntimeException | Error unclear) {
            return fail("input " + input + ": " + Arrays.toString(frame), unclear);
        }
    }

    private static byte[] mutated(byte[] sample, Random random) {
        byte[] frame = sample.clone();
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            int at = random.nextInt(frame.length);
            switch (random.nextInt(4)) {
                case 0 -> frame[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> frame[at] = (byte) random.nextInt(256);
                case 2 -> frame[at] = (byte) 0xff;
                default -> frame = Arrays.copyOf(frame, Math.max(1, at));
            }
        }
        return frame;
    }

    private static List<byte[]> samples(int count) {
        List<byte[]> samples = new ArrayList<>();
        for (long seed = 0; seed < count; seed++) {
            samples.add(WireFormatTest.written(new Messages(seed).several(4)).array());
        }
        return samples;
    }
}

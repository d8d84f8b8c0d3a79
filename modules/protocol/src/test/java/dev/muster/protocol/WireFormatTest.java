package dev.muster.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.error.ClusterException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireFormatTest {
    private static final int LIMIT = 1 << 20;

    @Test
    void every_message_has_a_place_in_the_wire_format() {
        List<Class<?>> all = new ArrayList<>(List.of(Message.class.getPermittedSubclasses()));
        assertThat(Messages.MAKERS.keySet()).as("messages the tests can make").hasSameElementsAs(uncheckedTypes(all));
        for (Class<? extends Message> type : Messages.MAKERS.keySet()) {
            for (long seed = 0; seed < 200; seed++) {
                assertRoundTrip(List.of(new Messages(seed).next(type)), seed);
            }
        }
        assertThat(Assignment.class.getPermittedSubclasses())
                .containsExactlyInAnyOrder(Assignment.Range.class, Assignment.Bundle.class, Assignment.One.class);
        assertThat(Completion.class.getPermittedSubclasses())
                .containsExactlyInAnyOrder(Completion.Range.class, Completion.One.class);
        assertThat(Arguments.class.getPermittedSubclasses())
                .containsExactlyInAnyOrder(Arguments.Live.class, Arguments.Encoded.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20, 300, 4000, 50_000})
    void the_messages_of_one_flush_come_back_in_order_and_equal(long first) {
        for (long seed = first; seed < first + 1_000; seed++) {
            assertRoundTrip(new Messages(seed).several(12), seed);
        }
    }

    @Test
    void the_bytes_of_this_version_do_not_change() throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (Class<? extends Message> type : Messages.MAKERS.keySet()) {
            for (long seed = 0; seed < 50; seed++) {
                digest.update(written(List.of(new Messages(seed).next(type))).array());
            }
        }
        assertThat(HexFormat.of().formatHex(digest.digest()))
                .as("If you changed the format on purpose: raise WireFormat.VERSION and put the new print here")
                .isEqualTo("e8527797871eb45abf4d0b4007029c8cfab1feaf60df74ef826e912783438fbd");
    }

    @Test
    void null_kept_and_an_empty_payload_stay_apart() {
        Object[] values = {null, Kept.AT_WORKER, Payload.of(new byte[0])};
        Completion.Range sent = new Completion.Range(7, 3, 1, values, 0, 10, 5);
        Message.Finished got = (Message.Finished)
                roundTrip(List.of(new Message.Finished(1, List.of(sent)))).get(0);
        Object[] read = ((Completion.Range) got.completions().get(0)).values();
        assertThat(read[0]).isNull();
        assertThat(read[1]).isSameAs(Kept.AT_WORKER);
        assertThat(((Payload) read[2]).size()).isZero();
    }

    @Test
    void a_specification_used_many_times_is_written_once_a_frame() {
        TaskSpec spec = TaskSpec.of(3, "a kind with a name of forty-two characters");
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            messages.add(new Message.Submit(1, 1, i, spec, Payload.of(new byte[1]), new long[0], true));
        }
        assertThat(written(messages).length()).isLessThan(100 * 15);
        List<Message> read = roundTrip(messages);
        assertThat(((Message.Submit) read.get(99)).spec()).isSameAs(((Message.Submit) read.get(0)).spec());
    }

    @Test
    void payloads_that_are_read_share_the_frames_array() {
        Frame.Bytes frame = written(List.of(new Message.Define(1, Payload.of(new byte[] {1, 2, 3}))));
        Payload read = ((Message.Define) WireFormat.decode(frame).messages().get(0)).definition();
        assertThat(read.bytes()).isSameAs(frame.array());
    }

    @Test
    void a_frame_names_both_epochs() {
        Frame.Bytes frame = FrameWriter.write(3, 9, List.of(new Message.Draining()), LIMIT);
        Envelope read = WireFormat.decode(frame);
        assertThat(read.fromEpoch()).isEqualTo(3);
        assertThat(read.toEpoch()).isEqualTo(9);
        WireFormat.check(frame, 3, 9);
        assertThatThrownBy(() -> WireFormat.check(frame, 3, 8))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessageContaining("from epoch 3 to epoch 9, but this link from epoch 3 to epoch 8");
    }

    @Test
    void a_message_that_does_not_fit_is_left_for_the_next_frame() {
        FrameWriter writer = new FrameWriter(1_000);
        Message big = new Message.Define(1, Payload.of(new byte[400]));
        writer.begin(1, 1);
        assertThat(writer.add(big)).isTrue();
        assertThat(writer.add(big)).isTrue();
        int size = writer.size();
        assertThat(writer.add(big)).isFalse();
        assertThat(writer.size()).isEqualTo(size);
        assertThat(writer.add(new Message.Draining())).isTrue();
        Frame.Bytes full = writer.end();
        assertThat(full.length()).isLessThanOrEqualTo(1_000);
        assertThat(WireFormat.decode(full).messages()).hasSize(3);
        writer.begin(1, 1);
        assertThat(writer.add(big)).isTrue();
        assertThat(WireFormat.decode(writer.end()).messages()).hasSize(1);
    }

    @Test
    void a_specification_of_a_message_that_did_not_fit_is_written_again() {
        FrameWriter writer = new FrameWriter(1_000);
        TaskSpec spec = TaskSpec.of(1, "kind");
        Message small = new Message.Submit(1, 1, 1, spec, Payload.of(new byte[1]), new long[0], true);
        writer.begin(1, 1);
        assertThat(writer.add(new Message.Define(1, Payload.of(new byte[500])))).isTrue();
        assertThat(writer.add(new Message.Submit(1, 1, 0, spec, Payload.of(new byte[600]), new long[0], true)))
                .isFalse();
        assertThat(writer.add(small)).isTrue();
        assertThat(Texts.of(WireFormat.decode(writer.end()).messages().get(1))).isEqualTo(Texts.of(small));
    }

    @Test
    void a_message_longer_than_a_frame_is_refused_saying_so() {
        FrameWriter writer = new FrameWriter(1_000);
        writer.begin(1, 1);
        assertThatThrownBy(() -> writer.add(new Message.Define(1, Payload.of(new byte[5_000]))))
                .isInstanceOfSatisfying(
                        ClusterException.class,
                        e -> assertThat(e.code()).isEqualTo(ClusterException.Code.UNSERIALIZABLE))
                .hasMessageContaining("A Define message is longer than this cluster's limit of 1000 bytes");
        assertThat(writer.add(new Message.Draining())).isTrue();
        assertThat(WireFormat.decode(writer.end()).messages()).hasSize(1);
    }

    @Test
    void large_frames_of_one_writer_keep_their_own_arrays() {
        FrameWriter writer = new FrameWriter(8 << 20);
        List<Frame.Bytes> frames = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            byte[] content = new byte[700_000];
            Arrays.fill(content, (byte) i);
            writer.begin(1, 1);
            assertThat(writer.add(new Message.Define(i, Payload.of(content)))).isTrue();
            frames.add(writer.end());
        }
        for (int i = 0; i < 3; i++) {
            Message.Define read =
                    (Message.Define) WireFormat.decode(frames.get(i)).messages().get(0);
            assertThat(read.number()).isEqualTo(i);
            assertThat(read.definition().bytes()[read.definition().offset() + 699_999])
                    .isEqualTo((byte) i);
        }
    }

    @Test
    void a_live_object_is_refused_by_its_class() {
        Message live = new Message.Submit(1, 1, 1, TaskSpec.of(1, "kind"), new Thread(), new long[0], true);
        assertThatThrownBy(() -> written(List.of(live)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.lang.Thread")
                .hasMessageContaining("must be encoded");
    }

    @Test
    void another_version_is_refused_naming_both() {
        byte[] frame = written(List.of(new Message.Draining())).array();
        frame[3]++;
        assertThatThrownBy(() -> WireFormat.decode(Frame.Bytes.of(frame)))
                .isInstanceOfSatisfying(
                        MalformedFrameException.class,
                        e -> assertThat(e.code()).isEqualTo(ClusterException.Code.INCOMPATIBLE_PEER))
                .hasMessageContaining("version " + (WireFormat.VERSION + 1))
                .hasMessageContaining("version " + WireFormat.VERSION);
    }

    @Test
    void an_empty_log_and_a_log_of_empty_lines_come_back() {
        assertRoundTrip(List.of(new Message.Log(Map.of()), new Message.Log(Map.of("t", List.of()))), 0);
    }

    static Frame.Bytes written(List<? extends Message> messages) {
        return FrameWriter.write(1, 2, messages, LIMIT);
    }

    private static List<Message> roundTrip(List<? extends Message> messages) {
        return WireFormat.decode(written(messages)).messages();
    }

    private static void assertRoundTrip(List<? extends Message> messages, long seed) {
        assertThat(Texts.of(roundTrip(messages))).as("seed %d", seed).isEqualTo(Texts.of(messages));
    }

    @SuppressWarnings("unchecked")
    private static List<Class<? extends Message>> uncheckedTypes(List<Class<?>> types) {
        List<Class<? extends Message>> typed = new ArrayList<>();
        types.forEach(type -> typed.add((Class<? extends Message>) type));
        return typed;
    }
}

package dev.muster.protocol;

import dev.muster.protocol.TaskSpec.Needs;
import dev.muster.protocol.TaskSpec.Retry;
import dev.muster.protocol.TaskSpec.Selection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** Random messages of every type, from a seed: the same seed, the same messages. */
final class Messages {
    /** One maker for each type. A new message is not in it, and a test then says so. */
    static final Map<Class<? extends Message>, Function<Messages, Message>> MAKERS = new LinkedHashMap<>();

    static {
        MAKERS.put(Message.Hello.class, m -> new Message.Hello(m.small(), m.text(), m.peer()));
        MAKERS.put(Message.Welcome.class, m -> new Message.Welcome(m.small(), m.peer(), m.orNull(m::text)));
        MAKERS.put(Message.Define.class, m -> new Message.Define(m.small(), m.payload()));
        MAKERS.put(Message.Run.class, m -> new Message.Run(m.large(), m.list(m::assignment)));
        MAKERS.put(Message.Finished.class, m -> new Message.Finished(m.large(), m.list(m::completion)));
        MAKERS.put(
                Message.Failed.class,
                m -> new Message.Failed(m.large(), m.small(), m.failure(), m.large(), m.numbers()));
        MAKERS.put(Message.Free.class, m -> new Message.Free(m.large(), m.list(m::span), m.numbers()));
        MAKERS.put(Message.Cancel.class, m -> new Message.Cancel(m.list(m::span), m.numbers(), m.flag()));
        MAKERS.put(Message.Supply.class, m -> new Message.Supply(m.large(), m.small(), m.value()));
        MAKERS.put(Message.Inline.class, m -> new Message.Inline(m.small()));
        MAKERS.put(Message.Recall.class, m -> new Message.Recall(m.small()));
        MAKERS.put(
                Message.Returned.class,
                m -> new Message.Returned(m.list(m::span), m.oneOf(Message.Returned.Why.values()), m.flag()));
        MAKERS.put(
                Message.Missing.class,
                m -> new Message.Missing(
                        m.large(), m.small(), m.list(() -> new Message.Missing.Lost(m.large(), m.small(), m.peer()))));
        MAKERS.put(Message.Grant.class, m -> new Message.Grant(m.small(), m.large(), m.large()));
        MAKERS.put(Message.Want.class, m -> new Message.Want(m.large(), m.small()));
        MAKERS.put(Message.Draining.class, m -> new Message.Draining());
        MAKERS.put(Message.Drained.class, m -> new Message.Drained());
        MAKERS.put(Message.Inventory.class, m -> new Message.Inventory(m.small(), m.list(m::span), m.large()));
        MAKERS.put(Message.Waiting.class, m -> new Message.Waiting(m.large(), m.small()));
        MAKERS.put(Message.Resumed.class, m -> new Message.Resumed(m.large(), m.small()));
        MAKERS.put(
                Message.Submit.class,
                m -> new Message.Submit(m.large(), m.small(), m.large(), m.spec(), m.payload(), m.numbers(), m.flag()));
        MAKERS.put(
                Message.Ready.class,
                m -> new Message.Ready(
                        m.large(), m.large(), m.small(), m.value(), m.list(m::peer), m.orNull(m::failure)));
        MAKERS.put(Message.Ping.class, m -> new Message.Ping(m.large(), m.flag()));
        MAKERS.put(Message.Reset.class, m -> new Message.Reset(m.text()));
        MAKERS.put(Message.Log.class, m -> new Message.Log(m.map(() -> m.list(m::text))));
    }

    private static final String[] TEXTS = {
        "", "parse", "a sentence of some length, with figures: 17 of 23", "größer · 見 · 𝄞", "line\nbreak\0zero"
    };

    private final Random random;
    private final List<TaskSpec> specs = new ArrayList<>();

    Messages(long seed) {
        random = new Random(seed);
    }

    Message next() {
        List<Function<Messages, Message>> makers = List.copyOf(MAKERS.values());
        return makers.get(random.nextInt(makers.size())).apply(this);
    }

    Message next(Class<? extends Message> type) {
        return MAKERS.get(type).apply(this);
    }

    List<Message> several(int most) {
        List<Message> messages = new ArrayList<>();
        for (int n = 1 + random.nextInt(most); n > 0; n--) {
            messages.add(next());
        }
        return messages;
    }

    private Assignment assignment() {
        return switch (random.nextInt(3)) {
            case 0 -> new Assignment.One(large(), small(), spec(), rank(), payload(), inputs(), flag());
            case 1 -> bundle(payloads());
            default -> new Assignment.Range(large(), small(), spec(), rank(), payload(), arguments(), flag());
        };
    }

    private Assignment bundle(Object[] works) {
        Inputs[] inputs = flag() ? new Inputs[works.length] : null;
        for (int at = 0; inputs != null && at < inputs.length; at++) {
            inputs[at] = inputs();
        }
        return new Assignment.Bundle(large(), small(), spec(), rank(), works, inputs, flag());
    }

    private Object[] payloads() {
        Object[] payloads = new Object[1 + random.nextInt(4)];
        for (int at = 0; at < payloads.length; at++) {
            payloads[at] = payload();
        }
        return payloads;
    }

    private Completion completion() {
        if (flag()) {
            return new Completion.One(large(), small(), value(), large(), large(), numbers());
        }
        int before = random.nextInt(3);
        int count = random.nextInt(5);
        Object[] values = new Object[before + count + random.nextInt(2)];
        for (int i = 0; i < values.length; i++) {
            values[i] = value();
        }
        return new Completion.Range(large(), count, small(), values, before, large(), large());
    }

    /** A new specification, or one that was used before: the same object. */
    private TaskSpec spec() {
        if (specs.isEmpty() || random.nextInt(3) == 0) {
            specs.add(newSpec());
        }
        return specs.get(random.nextInt(specs.size()));
    }

    private TaskSpec newSpec() {
        Needs needs = flag() ? Needs.ONE_THREAD : new Needs(1 + random.nextInt(8), map(this::amount));
        Retry retry = flag() ? Retry.NEVER : new Retry(small(), list(this::text), large(), large());
        Selection selection = flag() ? Selection.ANY : new Selection(set(), set(), map(this::text), map(this::text));
        boolean limits = flag();
        return new TaskSpec(
                small(), text(), small(), needs, retry, selection, limits ? large() : 0, limits ? large() : 0, flag());
    }

    private Rank rank() {
        return new Rank(small(), large(), small(), large());
    }

    private Inputs inputs() {
        int count = random.nextInt(4);
        Object[] values = new Object[count];
        Inputs.Remote[] remotes = flag() ? null : new Inputs.Remote[count];
        for (int i = 0; i < count; i++) {
            boolean remote = remotes != null && flag();
            values[i] = remote ? Kept.AT_WORKER : value();
            if (remote) {
                remotes[i] = new Inputs.Remote(large(), small(), large(), list(this::peer));
            }
        }
        return count == 0 && remotes == null ? Inputs.NONE : new Inputs(values, remotes);
    }

    private Arguments arguments() {
        int rows = random.nextInt(6);
        int before = random.nextInt(2);
        int[] offsets = new int[before + rows + 1];
        offsets[0] = random.nextInt(3);
        for (int i = 1; i < offsets.length; i++) {
            offsets[i] = offsets[i - 1] + random.nextInt(40);
        }
        byte[] bytes = bytes(offsets[before + rows] + random.nextInt(3));
        return new Arguments.Encoded(bytes, offsets, before, rows, 1 + random.nextInt(3));
    }

    private Failure failure() {
        return new Failure(oneOf(Failure.Kind.values()), text(), orNull(this::payload), list(this::text));
    }

    private Object value() {
        return switch (random.nextInt(4)) {
            case 0 -> null;
            case 1 -> Kept.AT_WORKER;
            default -> payload();
        };
    }

    private Payload payload() {
        byte[] bytes = bytes(random.nextInt(60));
        int offset = random.nextInt(bytes.length + 1);
        List<byte[]> buffers = random.nextInt(4) > 0 ? List.of() : List.of(bytes(random.nextInt(9)), bytes(200));
        return new Payload(bytes, offset, random.nextInt(bytes.length - offset + 1), buffers);
    }

    private Span span() {
        return new Span(large(), 1 + random.nextInt(1 << random.nextInt(30)), small());
    }

    private Peer peer() {
        return new Peer(random.nextLong(), small());
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private long[] numbers() {
        return random.longs(random.nextInt(4)).toArray();
    }

    private double amount() {
        return random.nextInt(5) == 0 ? Double.NaN : random.nextDouble();
    }

    /** Mostly small, all 64 bits at times. */
    private long large() {
        long all = random.nextLong();
        return random.nextInt(8) == 0
                ? oneOf(new Long[] {0L, -1L, Long.MIN_VALUE, Long.MAX_VALUE})
                : all >> random.nextInt(64);
    }

    private int small() {
        return (int) large();
    }

    private boolean flag() {
        return random.nextBoolean();
    }

    private String text() {
        return oneOf(TEXTS);
    }

    private Set<String> set() {
        return new HashSet<>(list(this::text));
    }

    private <T> Map<String, T> map(Supplier<T> values) {
        Map<String, T> map = new LinkedHashMap<>();
        for (int n = random.nextInt(4); n > 0; n--) {
            map.put("key-" + random.nextInt(9), values.get());
        }
        return map;
    }

    private <T> List<T> list(Supplier<T> elements) {
        List<T> list = new ArrayList<>();
        for (int n = random.nextInt(4); n > 0; n--) {
            list.add(elements.get());
        }
        return list;
    }

    private <T> T orNull(Supplier<T> supplier) {
        return flag() ? supplier.get() : null;
    }

    private <T> T oneOf(T[] choices) {
        return choices[random.nextInt(choices.length)];
    }
}

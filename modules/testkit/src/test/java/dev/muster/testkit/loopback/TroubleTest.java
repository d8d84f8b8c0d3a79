package dev.muster.testkit.loopback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.protocol.Message;
import dev.muster.protocol.Payload;
import dev.muster.protocol.Peer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several nodes that all send at once while connections are cut, peers dropped, and nodes killed and replaced. */
class TroubleTest {
    private static final int TROUBLES = 40;
    private static final Duration POLL = Duration.ofMillis(1);

    private final List<Recorder> everyNode = new CopyOnWriteArrayList<>();
    private final List<Recorder> clients = new CopyOnWriteArrayList<>();
    private final List<Recorder> workers = new CopyOnWriteArrayList<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final AtomicBoolean over = new AtomicBoolean();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void what_arrives_is_always_an_unbroken_beginning_of_what_was_sent(long seed) throws InterruptedException {
        LoopbackCluster cluster = new LoopbackCluster("", seed % 2 == 0 ? Family.TCP : Family.best(), null);
        for (int i = 0; i < 2; i++) {
            clients.add(attached(cluster, Recorder.client()));
        }
        for (int i = 0; i < 3; i++) {
            workers.add(attached(cluster, Recorder.worker()));
        }
        await().until(() -> clients.stream().allMatch(client -> client.joined.size() == 3));
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            int client = i;
            senders.add(new Thread(() -> send(clients.get(client), workers, seed + client)));
        }
        for (int i = 0; i < 3; i++) {
            int worker = i;
            senders.add(new Thread(() -> send(null, clients, seed + 10 + worker, worker)));
        }
        for (Thread sender : senders) {
            sender.setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
            sender.start();
        }
        makeTrouble(cluster, new Random(seed));
        over.set(true);
        for (Thread sender : senders) {
            sender.join();
        }
        cluster.close();
        assertOrder(seed);
    }

    private Recorder attached(LoopbackCluster cluster, Recorder node) {
        node.keepsPayloads = false;
        everyNode.add(node);
        return node.attach(cluster);
    }

    private void send(Recorder from, List<Recorder> to, long seed) {
        send(from, to, seed, -1);
    }

    /** Sends numbers to whoever is there, from a client, or from whatever is worker {@code index} now. */
    private void send(Recorder client, List<Recorder> to, long seed, int index) {
        Random random = new Random(seed);
        Map<Peer, Map<Peer, Integer>> next = new HashMap<>();
        while (!over.get()) {
            Recorder from = client == null ? workers.get(index) : client;
            Recorder target = to.get(random.nextInt(to.size()));
            if (!from.joined.contains(target.peer())) {
                Thread.onSpinWait();
                continue;
            }
            Map<Peer, Integer> numbers = next.computeIfAbsent(from.peer(), peer -> new HashMap<>());
            int number = numbers.merge(target.peer(), 1, Integer::sum);
            byte[] load = new byte[random.nextInt(8) == 0 ? random.nextInt(300_000) : 10];
            int before = from.writable.get();
            if (!from.send(target, new Message.Define(number, Payload.of(load)))) {
                await().pollInterval(POLL)
                        .until(() -> from.writable.get() > before
                                || from.lost.containsKey(target.peer())
                                || !(clients.contains(from) || workers.contains(from)));
            }
        }
    }

    private void makeTrouble(LoopbackCluster cluster, Random random) {
        for (int i = 0; i < TROUBLES; i++) {
            int heard = heard();
            await().pollInterval(POLL).until(() -> heard() > heard + 200 || nobodyTalks());
            Recorder client = clients.get(random.nextInt(2));
            int index = random.nextInt(3);
            Recorder worker = workers.get(index);
            switch (random.nextInt(4)) {
                case 0 -> cluster.cut(client.peer(), worker.peer());
                case 1 -> client.link().drop(worker.peer(), "trouble");
                case 2 -> cluster.kill(worker.peer());
                default -> worker.link().close();
            }
            Peer again = new Peer(worker.peer().id(), worker.peer().epoch() + 1);
            workers.set(index, attached(cluster, Recorder.worker(again, "print")));
        }
    }

    private int heard() {
        return everyNode.stream().mapToInt(Recorder::heardCount).sum();
    }

    private boolean nobodyTalks() {
        return clients.stream().allMatch(client -> client.lost.keySet().containsAll(client.joined));
    }

    private void assertOrder(long seed) {
        assertThat(failures).as("seed %d", seed).isEmpty();
        assertThat(heard()).as("seed %d", seed).isGreaterThan(500);
        for (Recorder node : everyNode) {
            assertThat(node.broken).as("seed %d, node %s", seed, node.peer()).isEmpty();
            node.numbersBySender.forEach((sender, numbers) -> {
                for (int i = 0; i < numbers.size(); i++) {
                    assertThat(numbers.get(i))
                            .as("seed %d, from %s to %s", seed, sender, node.peer())
                            .isEqualTo(i + 1);
                }
            });
        }
    }
}

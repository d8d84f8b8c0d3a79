package dev.muster.example;

import dev.muster.client.Client;
import dev.muster.client.Scope;
import dev.muster.error.TaskTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * A service: one client, opened at the start, for many request threads at once. Each request has a budget of time for all its
 * tasks; what it submitted is let go of at its end, in time or not. A request that is late leaves the others alone.
 */
public final class Service {

    private static final Duration PATIENT = Duration.ofSeconds(30);
    private static final Duration HASTY = Duration.ofMillis(200);
    private static final int REQUESTS = 8;
    private static final int ITEMS = 1_000;
    /** An item whose price never comes, as happens with suppliers. */
    private static final int SILENT_ITEM = -1;

    private final Client client;

    Service(Client client) {
        this.client = client;
    }

    /** The prices of some items; none if they are not there in time. Called by any thread. */
    List<Double> prices(List<Integer> items, Duration budget) {
        try (Scope request = client.withOptions(
                        options -> options.name("price").deadline(budget).priority(10))
                .scope()) {
            return request.map(Service::price, items).results();
        } catch (TaskTimeoutException late) {
            return List.of();
        }
    }

    static double price(int item) throws InterruptedException {
        if (item == SILENT_ITEM) {
            new CountDownLatch(1).await(); // until the deadline interrupts it
        }
        double price = item;
        for (int i = 0; i < 1_000; i++) {
            price = Math.sqrt(price * price + 1);
        }
        return price;
    }

    public static void main(String[] arguments) throws InterruptedException, ExecutionException {
        List<String> lines = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(REQUESTS);
        try (Client client = new Client()) {
            Service service = new Service(client);
            List<Integer> items = IntStream.range(0, ITEMS).boxed().toList();
            List<Future<List<Double>>> patient = IntStream.range(1, REQUESTS)
                    .mapToObj(request -> threads.submit(() -> service.prices(items, PATIENT)))
                    .toList();
            Future<List<Double>> hasty = threads.submit(() -> service.prices(List.of(1, 2, SILENT_ITEM), HASTY));
            for (Future<List<Double>> request : patient) {
                lines.add("%d prices, the last is %.2f"
                        .formatted(request.get().size(), request.get().get(ITEMS - 1)));
            }
            lines.add("late: " + hasty.get().size() + " prices after " + HASTY.toMillis() + " ms");
        } finally {
            threads.shutdownNow();
        }
        lines.forEach(System.out::println);
    }
}

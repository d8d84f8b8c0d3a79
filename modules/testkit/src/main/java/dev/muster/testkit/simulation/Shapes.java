package dev.muster.testkit.simulation;

import dev.muster.protocol.Arguments;
import dev.muster.protocol.Failure;
import dev.muster.protocol.TaskSpec;
import dev.muster.scheduler.SchedulerEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The shapes in which a simulated client submits work. Owned by one client's program. */
final class Shapes {
    /** What the function of a map is: each row says what its task does. */
    private static final Object ROW = "runs its row";

    private final SimulatedClient client;
    private final Chance chance;
    private final Drawing drawing;
    private int sending;
    private int submissions;

    Shapes(SimulatedClient client, Chance chance, Drawing drawing) {
        this.client = client;
        this.chance = chance;
        this.drawing = drawing;
    }

    /** Slices of a map are still to come. */
    boolean sending() {
        return sending > 0;
    }

    void draw() {
        switch (chance.below(10)) {
            case 0 -> single(some(4), chance.oneIn(3) ? some(2) : List.of());
            case 1, 2 -> map();
            case 3 -> graph();
            case 4 -> chain();
            case 5 -> tree();
            case 6 -> single(some(30), List.of());
            case 7 -> nested();
            case 8 -> burst();
            default -> scatter();
        }
    }

    /** A task that ends badly, and now and then one that depends on it. */
    void doomed() {
        Drawing.Drawn drawn = drawing.doomed();
        Submission submission = named("doomed");
        Submission.Task task = submission.add(drawn.work(), List.of(), List.of());
        task.may.addAll(drawn.may());
        submitSingle(submission, task);
        if (chance.oneIn(3)) {
            single(List.of(task), List.of());
        }
    }

    /** Tasks that are submitted one by one and ask for the very same. */
    private void burst() {
        TaskSpec spec = drawing.spec();
        int count = 3 + chance.below(40);
        List<Submission.Task> tasks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tasks.add(single(spec, List.of(), List.of()));
        }
        if (chance.oneIn(3)) {
            single(List.of(tasks.get(chance.below(count))), List.of());
        }
    }

    private Submission.Task single(List<Submission.Task> inputs, List<Submission.Task> after) {
        return single(drawing.spec(), inputs, after);
    }

    private Submission.Task single(TaskSpec spec, List<Submission.Task> inputs, List<Submission.Task> after) {
        Drawing.Drawn drawn = drawing.work(spec);
        Submission submission = named("single");
        Submission.Task task = submission.add(drawn.work(), inputs, after);
        task.may.addAll(drawn.may());
        submitSingle(submission, task);
        return task;
    }

    private void submitSingle(Submission submission, Submission.Task task) {
        client.submit(
                submission,
                new SchedulerEvent.Submitted(submission, task.work.spec, task.work, task.inputs, task.after, null));
    }

    private void nested() {
        int count = 1 + chance.below(3);
        for (int i = 0; i < count; i++) {
            Submission submission = named("nested");
            Work work = drawing.nested(TaskSpec.of(20, "parent"), 1 + chance.below(2));
            submitSingle(submission, submission.add(work, List.of(), List.of()));
        }
    }

    /** A state that is replaced by its successor, which lets go of it at once. */
    private void chain() {
        int length = 2 + chance.below(20);
        boolean cancels = chance.oneIn(2);
        Submission.Task state = single(List.of(), List.of());
        for (int i = 1; i < length; i++) {
            Submission.Task next = single(List.of(state), List.of());
            client.release(state.submission, 0, 1, cancels);
            state = next;
        }
    }

    /** Pairs of pairs, whose inner nodes nobody holds. */
    private void tree() {
        List<Submission.Task> level = new ArrayList<>();
        int leaves = 2 + chance.below(14);
        for (int i = 0; i < leaves; i++) {
            level.add(single(List.of(), List.of()));
        }
        while (level.size() > 1) {
            List<Submission.Task> above = new ArrayList<>();
            for (int i = 0; i < level.size(); i += 2) {
                List<Submission.Task> pair = level.subList(i, Math.min(i + 2, level.size()));
                above.add(single(pair, List.of()));
                pair.forEach(task -> client.release(task.submission, 0, 1, true));
            }
            level = above;
        }
    }

    private void scatter() {
        Submission submission = named("scattered");
        int count = 1 + chance.below(4);
        @Nullable Object[] values = new Object[count];
        for (int i = 0; i < count; i++) {
            Submission.Task task = submission.add(drawing.plain(TaskSpec.of(50, "scattered")), List.of(), List.of());
            values[i] = task.value();
        }
        client.submit(submission, new SchedulerEvent.Scattered(submission, values, chance.oneIn(4)));
    }

    private void graph() {
        Submission submission = named("graph");
        List<Submission.Task> outside = some(3);
        int count = 2 + chance.below(20);
        TaskSpec[] specs = new TaskSpec[count];
        Object[] works = new Object[count];
        int[][] inputs = new int[count][];
        for (int i = 0; i < count; i++) {
            specs[i] = drawing.spec();
            Drawing.Drawn drawn = drawing.work(specs[i]);
            works[i] = drawn.work();
            inputs[i] = edges(i, outside.size());
            List<Submission.Task> taken = new ArrayList<>();
            for (int input : inputs[i]) {
                taken.add(input >= 0 ? submission.tasks.get(input) : outside.get(-1 - input));
            }
            submission.add(drawn.work(), taken, List.of()).may.addAll(drawn.may());
        }
        int[] wanted = wanted(submission);
        client.submit(
                submission, new SchedulerEvent.GraphSubmitted(submission, specs, works, inputs, outside, wanted, null));
    }

    private int[] edges(int position, int outside) {
        TreeSet<Integer> edges = new TreeSet<>();
        int count = chance.below(4);
        for (int i = 0; i < count; i++) {
            if (outside > 0 && chance.oneIn(5)) {
                edges.add(-1 - chance.below(outside));
            } else if (position > 0) {
                edges.add(chance.oneIn(2) ? position - 1 : chance.below(position));
            }
        }
        return edges.stream().mapToInt(Integer::intValue).toArray();
    }

    private int[] wanted(Submission submission) {
        int last = submission.tasks.size() - 1;
        for (Submission.Task task : submission.tasks) {
            task.held = task.index == last || chance.oneIn(3);
        }
        return submission.tasks.stream()
                .filter(task -> task.held)
                .mapToInt(task -> task.index)
                .toArray();
    }

    private void map() {
        Submission submission = named("map");
        TaskSpec spec = drawing.spec();
        int count = 1 + chance.below(chance.oneIn(8) ? 120 : 24);
        @Nullable Object[] rows = new Object[count];
        List<Submission.Task> after = chance.oneIn(5) ? some(2) : List.of();
        for (int i = 0; i < count; i++) {
            Drawing.Drawn drawn = drawing.work(spec);
            rows[i] = drawn.work();
            submission.add(drawn.work(), List.of(), after).may.addAll(drawn.may());
        }
        int slice = chance.oneIn(3) ? 1 + chance.below(count) : count;
        Arguments.Live all = new Arguments.Live(rows, 0, count, 1);
        boolean breaksOff = slice < count && chance.oneIn(4);
        if (breaksOff) {
            for (Submission.Task task : submission.tasks.subList(slice, count)) {
                task.mustFail = true;
                task.may.add(Failure.Kind.UNSERIALIZABLE);
            }
        }
        client.submit(
                submission,
                new SchedulerEvent.MapSubmitted(submission, spec, ROW, count, all.slice(0, slice), after, null));
        if (slice < count) {
            sending++;
            client.after(chance.around(100_000), () -> rest(submission, all, slice, breaksOff));
        }
    }

    private void rest(Submission submission, Arguments.Live all, int from, boolean breaksOff) {
        if (client.closed()) {
            return;
        }
        if (breaksOff) {
            sending--;
            client.offer(new SchedulerEvent.ArgumentsFailed(
                    submission, from, Failure.of(Failure.Kind.UNSERIALIZABLE, "row " + from + " cannot be encoded")));
            return;
        }
        int to = Math.min(all.count(), from + 1 + chance.below(all.count()));
        client.offer(new SchedulerEvent.ArgumentsArrived(submission, all.slice(from, to)));
        if (to < all.count()) {
            client.after(chance.around(100_000), () -> rest(submission, all, to, false));
        } else {
            sending--;
        }
    }

    /** Up to {@code most} tasks that the client holds, each once. */
    private List<Submission.Task> some(int most) {
        List<Submission.Task> held =
                client.tasks().stream().filter(task -> task.held).toList();
        List<Submission.Task> some = new ArrayList<>();
        int count = held.isEmpty() ? 0 : chance.below(most + 1);
        for (int i = 0; i < count; i++) {
            Submission.Task task = chance.of(held);
            if (!some.contains(task)) {
                some.add(task);
            }
        }
        return some;
    }

    private Submission named(String shape) {
        return new Submission(shape + ++submissions);
    }
}

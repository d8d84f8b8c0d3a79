package dev.muster.scheduler;

import dev.muster.protocol.TaskIds;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * All task records. Owned by the scheduler's loop. A record is named by its slot; an id names a slot in one of its generations, so an
 * old id never reaches a new task. No index arithmetic leaves this type and its pages.
 *
 * <p>A submission of half a page or more takes whole pages, which go whole. Smaller ones take consecutive fresh records of a shared
 * page. A shared page of which much has come back is opened again, and its free records are given out in their order, so that tasks
 * submitted one after the other mostly have consecutive ids.
 */
final class TaskTable {
    static final byte HELD = 1;
    static final byte EXCLUSIVE = 2;
    static final byte DELAYED = 4;
    static final byte VALUE_LOST = 8;
    static final byte ORPHAN = 16;
    static final byte TROUBLED = 32;
    static final byte BLOCKED = 64;

    private static final int LEAST_ROOM = TaskPage.SIZE / 4;

    private @Nullable TaskPage[] pages = new TaskPage[16];
    /** For each place of a page the highest generation that was ever used there. */
    private int[] newest = new int[16];
    /** No place below this one is free. */
    private int firstFree;
    /** Places from here on were never used. */
    private int pageCount;

    private @Nullable TaskPage singles;
    private @Nullable TaskPage runs;
    private final ArrayDeque<TaskPage> roomy = new ArrayDeque<>();
    private int live;

    // ---- taking and recycling records

    /** Makes records for all tasks of a submission, in consecutive slots, and tells it where they are. */
    int take(Submission submission) {
        int slot = submission.count == 1
                ? takeOne(submission)
                : submission.count < TaskPage.SIZE / 2 ? takeRun(submission) : takePages(submission);
        submission.place(slot);
        live += submission.count;
        return slot;
    }

    private int takeOne(Submission submission) {
        TaskPage page = singles;
        int index = page == null ? -1 : page.reuse();
        while (page == null || index < 0) {
            page = roomyPage();
            singles = page;
            index = page.reuse();
        }
        occupy(page, index, submission);
        return page.number << TaskPage.SHIFT | index;
    }

    private int takeRun(Submission submission) {
        int count = submission.count;
        TaskPage page = runs;
        if (page == null || page.top + count > TaskPage.SIZE) {
            TaskPage full = page;
            page = newPage(freePlace(1), null);
            page.open(next(newest[page.number]));
            runs = page;
            if (full != null) {
                retire(full);
            }
        }
        int from = page.top;
        page.top += count;
        Arrays.fill(page.generation, from, from + count, page.newest);
        for (int index = from; index < from + count; index++) {
            occupy(page, index, submission);
        }
        return page.number << TaskPage.SHIFT | from;
    }

    private void occupy(TaskPage page, int index, Submission submission) {
        if (page.submissions != null) {
            page.submissions[index] = submission;
        }
        page.attempt[index] = 1;
        page.live++;
    }

    private int takePages(Submission submission) {
        int places = (submission.count + TaskPage.MASK) >> TaskPage.SHIFT;
        int place = freePlace(places);
        int generation = 0;
        for (int number = place; number < place + places; number++) {
            generation = Math.max(generation, number < newest.length ? newest[number] : 0);
        }
        generation = next(generation);
        int left = submission.count;
        for (int number = place; number < place + places; number++) {
            TaskPage page = newPage(number, submission);
            page.top = Math.min(left, TaskPage.SIZE);
            page.live = page.top;
            page.newest = generation;
            Arrays.fill(page.generation, 0, page.top, generation);
            Arrays.fill(page.attempt, 0, page.top, 1);
            left -= page.top;
        }
        return place << TaskPage.SHIFT;
    }

    private TaskPage roomyPage() {
        TaskPage full = singles;
        singles = null;
        if (full != null) {
            retire(full);
        }
        for (TaskPage page = roomy.poll(); page != null; page = roomy.poll()) {
            page.listed = false;
            if (!page.dropped) {
                page.open(next(page.newest));
                return page;
            }
        }
        TaskPage page = newPage(freePlace(1), null);
        page.open(next(newest[page.number]));
        return page;
    }

    private TaskPage newPage(int number, @Nullable Submission owner) {
        if (number >= pages.length) {
            int length = Math.max(pages.length * 2, number + 1);
            pages = Arrays.copyOf(pages, length);
            newest = Arrays.copyOf(newest, length);
        }
        TaskPage page = new TaskPage(number, owner);
        pages[number] = page;
        pageCount = Math.max(pageCount, number + 1);
        return page;
    }

    /** The first of so many consecutive free places. */
    private int freePlace(int places) {
        while (firstFree < pageCount && pages[firstFree] != null) {
            firstFree++;
        }
        int from = firstFree;
        for (int number = from; number < pageCount && number - from < places; number++) {
            if (pages[number] != null) {
                from = number + 1;
            }
        }
        if (from + places > 1 << 31 - TaskPage.SHIFT) {
            throw new IllegalStateException("there is no room for more than 2^31 tasks");
        }
        return from;
    }

    /** Recycles the record of a forgotten task. */
    private void recycle(TaskPage page, int index) {
        if (page.owner == null) {
            page.recycle(index);
        }
        page.live--;
        live--;
        retire(page);
    }

    /** Lists the page among those with room, or drops it if nothing is in it; one that is empty is kept, for the next tasks. */
    private void retire(TaskPage page) {
        if (page == singles || page == runs || page.dropped) {
            return;
        }
        boolean shared = page.owner == null;
        boolean spare = shared && roomy.size() == (page.listed ? 1 : 0);
        if (page.live == 0 && !spare) {
            newest[page.number] = Math.max(newest[page.number], page.newest);
            pages[page.number] = null;
            page.dropped = true;
            firstFree = Math.min(firstFree, page.number);
        } else if (shared && !page.listed && page.free() >= LEAST_ROOM) {
            page.listed = true;
            roomy.add(page);
        }
    }

    private static int next(int generation) {
        return generation == Integer.MAX_VALUE ? 1 : generation + 1;
    }

    /** Ends a record: nothing of it stays; its slot is used again once it stands in no list of waiters. */
    void forget(int slot) {
        TaskPage page = page(slot);
        int index = index(slot);
        page.forget(index);
        if (page.missing[index] == 0) {
            recycle(page, index);
        }
    }

    /** Ends {@code count} plain records within one page. */
    void forgetRun(int slot, int count) {
        TaskPage page = page(slot);
        int from = index(slot);
        if (page.owner == null || page.children != null || page.sizes != null) {
            for (int index = from; index < from + count; index++) {
                forget(slot + index - from);
            }
            return;
        }
        page.forgetPlain(from, count);
        page.live -= count;
        live -= count;
        retire(page);
    }

    // ---- ids

    long id(int slot) {
        return TaskIds.of(page(slot).generation[index(slot)], slot);
    }

    /** The slot of an id that still means something, or -1. */
    int find(long id) {
        int slot = TaskIds.slot(id);
        int number = slot >>> TaskPage.SHIFT;
        TaskPage page = number < pageCount ? pages[number] : null;
        if (page == null) {
            return -1;
        }
        int index = index(slot);
        return page.generation[index] == TaskIds.generation(id) && page.state[index] != 0 ? slot : -1;
    }

    /** How many of the next {@code most} slots are in the page of the first. */
    static int inPage(int slot, int most) {
        return Math.min(most, TaskPage.SIZE - index(slot));
    }

    /** Records in use. */
    int live() {
        return live;
    }

    /** Slots from 0 to this may have records. */
    int end() {
        return pageCount << TaskPage.SHIFT;
    }

    /** The page of a slot, or null where there are no records. */
    @Nullable
    TaskPage pageOrNull(int slot) {
        return pages[slot >>> TaskPage.SHIFT];
    }

    /** Whether there is a record in this slot: false for what was never used or went with its page. */
    boolean used(int slot) {
        TaskPage page = pages[slot >>> TaskPage.SHIFT];
        return page != null && page.state[index(slot)] != 0;
    }

    // ---- fields

    private TaskPage page(int slot) {
        TaskPage page = pages[slot >>> TaskPage.SHIFT];
        if (page == null) {
            throw new IllegalStateException("no record in slot " + slot);
        }
        return page;
    }

    private static int index(int slot) {
        return slot & TaskPage.MASK;
    }

    Submission submission(int slot) {
        return page(slot).submission(index(slot));
    }

    /** The task's distance from the first of its submission. */
    int position(int slot) {
        return slot - submission(slot).slot();
    }

    State state(int slot) {
        return State.of(page(slot).state[index(slot)]);
    }

    void state(int slot, State state) {
        page(slot).state[index(slot)] = state.code;
    }

    boolean is(int slot, byte flag) {
        return (page(slot).flags[index(slot)] & flag) != 0;
    }

    void set(int slot, byte flag) {
        page(slot).flags[index(slot)] |= flag;
    }

    void clear(int slot, byte flag) {
        page(slot).flags[index(slot)] &= (byte) ~flag;
    }

    int attempt(int slot) {
        return page(slot).attempt[index(slot)];
    }

    void attempt(int slot, int attempt) {
        page(slot).attempt[index(slot)] = attempt;
    }

    /** Number of the worker that has or had the current attempt, from 1; 0: it was not given out. */
    int worker(int slot) {
        return page(slot).worker[index(slot)];
    }

    void worker(int slot, int worker) {
        page(slot).worker[index(slot)] = worker;
    }

    int users(int slot) {
        return page(slot).users[index(slot)];
    }

    void addUsers(int slot, int more) {
        page(slot).users[index(slot)] += more;
    }

    int heirs(int slot) {
        int[] heirs = page(slot).heirs;
        return heirs == null ? 0 : heirs[index(slot)];
    }

    void addHeirs(int slot, int more) {
        TaskPage page = page(slot);
        int[] heirs = page.heirs;
        if (heirs == null) {
            heirs = new int[TaskPage.SIZE];
            page.heirs = heirs;
        }
        heirs[index(slot)] += more;
    }

    /** The value, a {@code Failure}, {@code Kept.AT_WORKER} or {@link Replicas}. */
    @Nullable
    Object value(int slot) {
        return page(slot).value[index(slot)];
    }

    void value(int slot, @Nullable Object value) {
        TaskPage page = page(slot);
        int index = index(slot);
        page.kept += (Replicas.kept(value) ? 1 : 0) - (Replicas.kept(page.value[index]) ? 1 : 0);
        page.value[index] = value;
    }

    long size(int slot) {
        long[] sizes = page(slot).sizes;
        return sizes == null ? 0 : sizes[index(slot)];
    }

    void size(int slot, long size) {
        TaskPage page = page(slot);
        long[] sizes = page.sizes;
        if (sizes == null) {
            if (size == 0) {
                return;
            }
            sizes = new long[TaskPage.SIZE];
            page.sizes = sizes;
        }
        sizes[index(slot)] = size;
    }

    /** Slots of its inputs, then of the tasks it only comes after; null for none. */
    int @Nullable [] inputs(int slot) {
        int @Nullable [] @Nullable [] inputs = page(slot).inputs;
        return inputs == null ? null : inputs[index(slot)];
    }

    void inputs(int slot, int @Nullable [] links) {
        TaskPage page = page(slot);
        int @Nullable [] @Nullable [] inputs = page.inputs;
        if (inputs == null) {
            if (links == null) {
                return;
            }
            inputs = new int[TaskPage.SIZE][];
            page.inputs = inputs;
        }
        inputs[index(slot)] = links;
    }

    @Nullable
    Family children(int slot) {
        @Nullable Family[] children = page(slot).children;
        return children == null ? null : children[index(slot)];
    }

    void children(int slot, @Nullable Family family) {
        TaskPage page = page(slot);
        @Nullable Family[] children = page.children;
        if (children == null) {
            if (family == null) {
                return;
            }
            children = new Family[TaskPage.SIZE];
            page.children = children;
        }
        children[index(slot)] = family;
    }

    // ---- who waits for whom

    /** In how many lists of waiters the task stands: how many of its inputs have not ended. */
    int missing(int slot) {
        return page(slot).missing[index(slot)];
    }

    /** Puts {@code waiter} into the list of {@code slot}. */
    void link(int slot, int waiter) {
        page(slot).addWaiter(index(slot), waiter);
        page(waiter).missing[index(waiter)]++;
    }

    /** The task stands in one list less; true if it was the last one. */
    boolean unlinked(int waiter) {
        TaskPage page = page(waiter);
        int index = index(waiter);
        boolean last = --page.missing[index] == 0;
        if (last && page.state[index] == 0) {
            recycle(page, index);
            return false;
        }
        return last;
    }

    /** Takes {@code waiter} out of the list of {@code slot}, if it is there; slow where many wait. */
    boolean unlink(int slot, int waiter) {
        if (page(slot).removeWaiter(index(slot), waiter)) {
            page(waiter).missing[index(waiter)]--;
            return true;
        }
        return false;
    }

    boolean hasWaiters(int slot) {
        return page(slot).waiter[index(slot)] != 0;
    }

    /** The only waiter, or -1 if there is none or more than one. */
    int onlyWaiter(int slot) {
        return Math.max(0, page(slot).waiter[index(slot)]) - 1;
    }

    /** The list of waiters: its length, then their slots; the only one's array must not be kept. Null for none or one. */
    int @Nullable [] manyWaiters(int slot) {
        return page(slot).many(index(slot));
    }

    void clearWaiters(int slot) {
        page(slot).clearWaiters(index(slot));
    }
}

package dev.muster.worker;

import org.jspecify.annotations.Nullable;

/**
 * Pieces in the order in which they are to run: a sorted circular array. What arrives in order is appended, what comes back goes to
 * the front, both without moving anything; the rest moves the shorter side. Grants keep it short. Owned by the worker's loop.
 */
final class RunQueue {
    private @Nullable Piece[] pieces = new Piece[16];
    private int head;
    private int size;
    private long tasks;

    int size() {
        return size;
    }

    /** How many tasks its pieces hold. */
    long tasks() {
        return tasks;
    }

    Piece get(int index) {
        Piece piece = pieces[head + index & pieces.length - 1];
        if (piece == null) {
            throw new IndexOutOfBoundsException("piece " + index + " of a queue of " + size);
        }
        return piece;
    }

    @Nullable
    Piece first() {
        return size == 0 ? null : get(0);
    }

    @Nullable
    Piece last() {
        return size == 0 ? null : get(size - 1);
    }

    /** Puts a piece where it belongs, behind its equals. */
    void add(Piece piece) {
        piece.task.link(piece);
        tasks += piece.count();
        insert(piece);
    }

    private void insert(Piece piece) {
        if (size == pieces.length) {
            grow();
        }
        int at = size == 0 || Piece.compare(piece, get(size - 1)) >= 0 ? size : upperBound(piece);
        if (at * 2 > size) {
            for (int i = size; i > at; i--) {
                set(i, get(i - 1));
            }
        } else {
            head = head - 1 & pieces.length - 1;
            for (int i = 0; i < at; i++) {
                set(i, get(i + 1));
            }
        }
        set(at, piece);
        size++;
    }

    /** Index of the first piece that goes after this one. */
    private int upperBound(Piece piece) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = low + high >>> 1;
            if (Piece.compare(get(middle), piece) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void set(int index, @Nullable Piece piece) {
        pieces[head + index & pieces.length - 1] = piece;
    }

    private void grow() {
        Piece[] bigger = new Piece[pieces.length * 2];
        for (int i = 0; i < size; i++) {
            bigger[i] = get(i);
        }
        pieces = bigger;
        head = 0;
    }

    /** Takes the piece out as a whole. */
    void remove(Piece piece) {
        int at = indexOf(piece);
        removeAt(at);
        tasks -= piece.count();
        piece.task.unlink(piece);
    }

    /** Takes {@code count} tasks off the front of the piece, which stays where it belongs if any are left. */
    void takeFront(Piece piece, int count) {
        if (count == piece.count()) {
            remove(piece);
            return;
        }
        int at = indexOf(piece);
        piece.from += count;
        tasks -= count;
        if (at + 1 < size && Piece.compare(piece, get(at + 1)) > 0) {
            removeAt(at);
            insert(piece);
        }
    }

    /** Takes {@code count} tasks off the end of the piece, which keeps its place. */
    void takeBack(Piece piece, int count) {
        if (count == piece.count()) {
            remove(piece);
            return;
        }
        piece.to -= count;
        tasks -= count;
    }

    private int indexOf(Piece piece) {
        if (size > 0 && get(0) == piece) {
            return 0;
        }
        int at = upperBound(piece) - 1;
        while (at >= 0 && get(at) != piece) {
            at--;
        }
        if (at < 0) {
            throw new IllegalStateException("a piece of " + piece.task + " is not in the queue");
        }
        return at;
    }

    private void removeAt(int at) {
        if (at * 2 < size) {
            for (int i = at; i > 0; i--) {
                set(i, get(i - 1));
            }
            set(0, null);
            head = head + 1 & pieces.length - 1;
        } else {
            for (int i = at; i < size - 1; i++) {
                set(i, get(i + 1));
            }
            set(size - 1, null);
        }
        size--;
    }
}

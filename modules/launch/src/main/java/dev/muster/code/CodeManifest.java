package dev.muster.code;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a loader of users' code must hold, by content. Immutable.
 *
 * <p>Three layers: the class path; classes that exist in memory only; and a state, which is a hash over values that
 * were put into those classes' static fields. Two manifests with the same {@link #id()} stand for the same code in the
 * same state, wherever its files lie.
 */
public final class CodeManifest {
    private static final int MOST_CLASSES = 100_000;

    private final List<CodeRoot> roots;
    private final SortedMap<String, byte[]> memory;
    private final String state;
    private final String id;

    private CodeManifest(List<CodeRoot> roots, SortedMap<String, byte[]> memory, String state, String id) {
        this.roots = List.copyOf(roots);
        this.memory = Collections.unmodifiableSortedMap(memory);
        this.state = state;
        this.id = id;
    }

    private static CodeManifest of(List<CodeRoot> roots, SortedMap<String, byte[]> memory, String state) {
        return new CodeManifest(roots, memory, state, hash(roots, memory, state));
    }

    /** Only class path, in order of search. */
    public static CodeManifest of(List<CodeRoot> roots) {
        return of(roots, new TreeMap<>(), "");
    }

    /** No code at all but the JDK's and Muster's. */
    public static CodeManifest empty() {
        return of(List.of());
    }

    /**
     * The same with classes on top that exist in memory only.
     *
     * @param classes the classes, and those they reach
     */
    public CodeManifest with(MemoryClasses classes) {
        SortedMap<String, byte[]> all = new TreeMap<>(memory);
        all.putAll(classes.files());
        return of(roots, all, state);
    }

    /**
     * The same in a state of its own: tasks that run with other values of the same static fields get another loader.
     *
     * @param newState a hash over the values' encoded form; empty for none
     */
    public CodeManifest inState(String newState) {
        return of(roots, new TreeMap<>(memory), newState);
    }

    /** The class path alone: the layer that all manifests of one program share. */
    public CodeManifest classPath() {
        return memory.isEmpty() && state.isEmpty() ? this : of(roots);
    }

    /** The class path, in order of search. */
    public List<CodeRoot> roots() {
        return roots;
    }

    /** Class files by binary name; read only, the arrays too. */
    public Map<String, byte[]> memory() {
        return memory;
    }

    /** What was given to {@link #inState}; empty for none. */
    public String state() {
        return state;
    }

    /** A hash of everything above but the places where files lie: 64 hexadecimal digits. */
    public String id() {
        return id;
    }

    /** Writes it for {@link #readFrom}. */
    public void writeTo(DataOutput out) throws IOException {
        out.writeInt(roots.size());
        for (CodeRoot root : roots) {
            root.writeTo(out);
        }
        out.writeInt(memory.size());
        for (Map.Entry<String, byte[]> each : memory.entrySet()) {
            out.writeUTF(each.getKey());
            out.writeInt(each.getValue().length);
            out.write(each.getValue());
        }
        out.writeUTF(state);
        out.writeUTF(id);
    }

    /**
     * Reads what {@link #writeTo} wrote, from a peer that is trusted to bring code.
     *
     * @throws IOException if it is cut short or holds an impossible count
     */
    public static CodeManifest readFrom(DataInput in) throws IOException {
        List<CodeRoot> roots = new ArrayList<>();
        for (int left = count(in, "class path entries"); left > 0; left--) {
            roots.add(CodeRoot.readFrom(in));
        }
        SortedMap<String, byte[]> memory = new TreeMap<>();
        for (int left = count(in, "classes"); left > 0; left--) {
            String name = in.readUTF();
            byte[] file = new byte[ClassFile.length(in.readInt(), name)];
            in.readFully(file);
            memory.put(name, file);
        }
        String state = in.readUTF();
        // The writer's word is taken for its hash: making one costs each worker a tenth of its start.
        return new CodeManifest(roots, memory, state, in.readUTF());
    }

    private static int count(DataInput in, String what) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > MOST_CLASSES) {
            throw new IOException(
                    "A manifest names " + count + " " + what + ", more than " + MOST_CLASSES + ": it is damaged.");
        }
        return count;
    }

    private static String hash(List<CodeRoot> roots, SortedMap<String, byte[]> memory, String state) {
        MessageDigest digest = Digests.sha256();
        for (CodeRoot root : roots) {
            Digests.add(digest, root.hash());
        }
        for (Map.Entry<String, byte[]> each : memory.entrySet()) {
            Digests.add(digest, each.getKey());
            Digests.add(digest, Digests.of(each.getValue()));
        }
        Digests.add(digest, state);
        return Digests.hex(digest);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CodeManifest that && id.equals(that.id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "CodeManifest(" + id.substring(0, 12) + ", roots=" + roots.size() + ", in memory=" + memory.size() + ")";
    }
}

package dev.muster.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One instance of Kryo and what belongs to the graph that it is at. Owned by one call at a time; pooled between calls. */
final class Coder extends Kryo {
    /** Arrays of so many bytes go beside the skeleton, not into it. */
    static final int BESIDE = 4 << 10;

    private static final int MOST_FAILURES = 100;

    static {
        KryoStart.ensure();
    }

    private final Forms forms;
    private final References references;
    private final IdentityHashMap<LambdaShape, Integer> shapesWritten = new IdentityHashMap<>();
    private final List<LambdaShape> shapesRead = new ArrayList<>();
    private @Nullable List<byte[]> beside;
    private List<byte[]> given = List.of();
    private long besideBytes;
    private boolean wholeStreams;
    private int failures;

    private Coder(Forms forms, GraphClasses classes, References references) {
        super(classes, references);
        this.forms = forms;
        this.references = references;
        classes.begin();
        setClassLoader(forms.loader());
        setRegistrationRequired(false);
        setOptimizedGenerics(false);
    }

    static Coder of(Forms forms) {
        KryoStart.ensure();
        return new Coder(forms, new GraphClasses(forms), new References());
    }

    /** Whether it is still good after it has thrown; each time Kryo keeps a little of what it was at. */
    boolean survives() {
        return ++failures < MOST_FAILURES;
    }

    Forms forms() {
        return forms;
    }

    References references() {
        return references;
    }

    /**
     * Writes a graph.
     *
     * @param buffers where its big arrays go; null if they go into the skeleton
     * @param whole whether what Java serialisation writes is written by it down to the last object
     */
    void write(ByteSink out, @Nullable Object value, @Nullable List<byte[]> buffers, boolean whole) {
        beside = buffers;
        besideBytes = 0;
        wholeStreams = whole;
        shapesWritten.clear();
        try {
            writeClassAndObject(out, value);
        } finally {
            beside = null;
        }
    }

    /** Reads a graph. */
    @Nullable
    Object read(ByteSource in, List<byte[]> buffers) {
        given = buffers;
        shapesRead.clear();
        try {
            return readClassAndObject(in);
        } finally {
            given = List.of();
            shapesRead.clear();
        }
    }

    boolean wholeStreams() {
        return wholeStreams;
    }

    /** Whether an array of so many bytes goes beside the skeleton. */
    boolean goesBeside(long bytes) {
        return beside != null && bytes >= BESIDE;
    }

    /** Puts bytes beside the skeleton; tells their place. */
    int putBeside(byte[] bytes) {
        List<byte[]> buffers = beside;
        if (buffers == null) {
            throw new IllegalStateException("nothing goes beside this graph");
        }
        buffers.add(bytes);
        besideBytes += bytes.length;
        return buffers.size() - 1;
    }

    long besideBytes() {
        return besideBytes;
    }

    byte[] given(int place) {
        if (place < 0 || place >= given.size()) {
            throw ByteSource.broken("it refers to buffer " + place + " of " + given.size());
        }
        return given.get(place);
    }

    /** The shape's number in this graph; -1 if it has none yet and gets the next one. */
    int number(LambdaShape shape) {
        Integer number = shapesWritten.putIfAbsent(shape, shapesWritten.size());
        return number == null ? -1 : number;
    }

    void add(LambdaShape shape) {
        shapesRead.add(shape);
    }

    /** How many shapes were read. */
    int shapes() {
        return shapesRead.size();
    }

    LambdaShape shape(int number) {
        if (number < 0 || number >= shapesRead.size()) {
            throw ByteSource.broken("it refers to lambda " + number + " of " + shapesRead.size());
        }
        return shapesRead.get(number);
    }
}

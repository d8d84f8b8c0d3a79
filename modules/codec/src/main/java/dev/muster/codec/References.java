package dev.muster.codec;

import com.esotericsoftware.kryo.kryo5.util.MapReferenceResolver;
import java.util.BitSet;

/** Which objects of the graph have a number. Owned by one {@link Coder}. */
final class References extends MapReferenceResolver {
    /** Numbers of the objects being written that can be made, afterwards, only of what is in them. */
    private final BitSet open = new BitSet();

    /** The object written next, whose number was just given, is of a late form. */
    int open() {
        int id = writtenObjects.size - 1;
        open.set(id);
        return id;
    }

    void close(int id) {
        open.clear(id);
    }

    @Override
    public int getWrittenId(Object object) {
        int id = super.getWrittenId(object);
        if (id >= 0 && open.get(id)) {
            throw new Refused(object.getClass(), Refused.Reason.CYCLE);
        }
        return id;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Object getReadObject(Class type, int id) {
        if (id < 0 || id >= readObjects.size()) {
            throw ByteSource.broken("it refers to object " + id + " of " + readObjects.size());
        }
        Object found = super.getReadObject(type, id);
        if (found == null) {
            throw ByteSource.broken("it refers to object " + id + ", which has not been read");
        }
        return found;
    }

    @Override
    public void reset() {
        super.reset();
        open.clear();
    }
}

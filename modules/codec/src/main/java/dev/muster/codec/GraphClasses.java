package dev.muster.codec;

import com.esotericsoftware.kryo.kryo5.ClassResolver;
import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Registration;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Classes as numbers and, at their first place in a graph, names. Owned by one {@link Coder}.
 *
 * <p>A class's name comes with its form and a print of its fields, so that the reader does what the writer did, or says
 * that its class is another one.
 */
@SuppressWarnings("rawtypes") // as in Kryo
final class GraphClasses implements ClassResolver {
    private static final int NAME = 1;
    private static final int FIRST_ID = 2;

    private final Forms forms;
    private final IdentityHashMap<NamedClass, Integer> written = new IdentityHashMap<>();
    private final List<NamedClass> read = new ArrayList<>();
    /** Kryo registers serializers of its own while it is made; they are not wanted. */
    private boolean begun;

    GraphClasses(Forms forms) {
        this.forms = forms;
    }

    void begin() {
        begun = true;
    }

    @Override
    public void setKryo(Kryo kryo) {}

    @Override
    public Registration register(Registration registration) {
        return registration;
    }

    @Override
    public @Nullable Registration unregister(int classId) {
        return null;
    }

    @Override
    public Registration registerImplicit(Class type) {
        return forms.of(type);
    }

    @Override
    public @Nullable Registration getRegistration(Class type) {
        return begun ? forms.of(type) : null;
    }

    @Override
    public @Nullable Registration getRegistration(int classId) {
        return begun ? Registry.find(classId) : null;
    }

    @Override
    public @Nullable Registration writeClass(Output output, @Nullable Class type) {
        if (type == null) {
            output.writeByte(Kryo.NULL);
            return null;
        }
        Registration registration = forms.of(type);
        if (registration instanceof NamedClass named) {
            writeName((ByteSink) output, named);
        } else {
            output.writeVarInt(registration.getId() + FIRST_ID, true);
        }
        return registration;
    }

    private void writeName(ByteSink out, NamedClass named) {
        out.octet(NAME);
        Integer known = written.putIfAbsent(named, written.size());
        if (known != null) {
            out.writeVarInt(known, true);
        } else {
            out.writeVarInt(written.size() - 1, true);
            named.write(out);
        }
    }

    @Override
    public @Nullable Registration readClass(Input input) {
        int id = input.readVarInt(true);
        if (id == Kryo.NULL) {
            return null;
        }
        if (id != NAME) {
            Registration found = Registry.find(id - FIRST_ID);
            if (found == null) {
                throw ByteSource.broken("there is no class with the number " + (id - FIRST_ID));
            }
            return found;
        }
        int number = input.readVarInt(true);
        if (number == read.size()) {
            read.add(NamedClass.read((ByteSource) input, forms));
        } else if (number < 0 || number > read.size()) {
            throw ByteSource.broken("it refers to class " + number + " of " + read.size());
        }
        return read.get(number);
    }

    @Override
    public void reset() {
        written.clear();
        read.clear();
    }
}

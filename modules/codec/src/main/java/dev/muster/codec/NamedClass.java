package dev.muster.codec;

import com.esotericsoftware.kryo.kryo5.Registration;
import dev.muster.error.ClusterException;
import dev.muster.error.ClusterException.Code;

/** A class without a number of its own: its name, its form and a print of what the form depends on. Immutable. */
final class NamedClass extends Registration {
    private static final int NO_ID = -1;

    /** The forms of such classes; a kind's place in here is its code. */
    enum Kind {
        FIELDS,
        RECORD,
        ENUM,
        ARRAY,
        USER
    }

    private final Kind kind;
    private final int print;
    private final String serializer;

    /**
     * @param print the same on both sides, or they would misread each other
     * @param serializer class name of the user's serializer; empty but for {@link Kind#USER}
     */
    NamedClass(Class<?> type, Kind kind, Form form, int print, String serializer) {
        super(type, form, NO_ID);
        this.kind = kind;
        this.print = print;
        this.serializer = serializer;
    }

    Kind kind() {
        return kind;
    }

    @SuppressWarnings("EnumOrdinal") // the place is the code
    void write(ByteSink out) {
        Texts.write(out, getType().getName());
        out.octet(kind.ordinal());
        out.fixedInt(print);
        if (kind == Kind.USER) {
            Texts.write(out, serializer);
        }
    }

    static NamedClass read(ByteSource in, Forms forms) {
        String name = Texts.read(in);
        int code = in.octet();
        if (code >= Kind.values().length) {
            throw ByteSource.broken("there is no form " + code);
        }
        int print = in.fixedInt();
        Kind kind = Kind.values()[code];
        Class<?> type = forms.load(name);
        NamedClass here = kind == Kind.USER ? forms.user(type, Texts.read(in)) : forms.reading(type, kind);
        if (here.print != print) {
            throw new ClusterException(
                    Code.INCOMPATIBLE_PEER,
                    "A value cannot be decoded, because " + name + " has other "
                            + (kind == Kind.ENUM ? "constants" : "fields")
                            + " on the sender's side than here. Run the same version of it on all nodes.");
        }
        return here;
    }
}

package dev.muster.code;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The constants of one class file. Immutable once read. */
final class ConstantPool {
    private static final int UTF8 = 1;
    private static final int LONG = 5;
    private static final int DOUBLE = 6;
    private static final int CLASS = 7;
    private static final int STRING = 8;
    private static final int FIELD = 9;
    private static final int INTERFACE_METHOD = 11;
    private static final int NAME_AND_TYPE = 12;
    private static final int METHOD_HANDLE = 15;
    private static final int METHOD_TYPE = 16;
    private static final int DYNAMIC = 17;
    private static final int INVOKE_DYNAMIC = 18;
    private static final int MODULE = 19;
    private static final int PACKAGE = 20;

    /** Kinds of handles: 2 reads a static field, 6 and 7 call one exact method, 8 is a constructor. */
    private static final int HANDLE_GET_STATIC = 2;

    private static final int HANDLE_INVOKE_STATIC = 6;
    private static final int HANDLE_INVOKE_SPECIAL = 7;
    private static final int HANDLE_NEW = 8;

    private final int[] tags;
    private final int[] first;
    private final int[] second;
    private final String[] texts;

    private ConstantPool(int size) {
        tags = new int[size];
        first = new int[size];
        second = new int[size];
        texts = new String[size];
    }

    static ConstantPool read(DataInputStream in) throws IOException {
        ConstantPool pool = new ConstantPool(in.readUnsignedShort());
        for (int index = 1; index < pool.tags.length; index++) {
            int tag = in.readUnsignedByte();
            pool.tags[index] = tag;
            pool.readOne(in, tag, index);
            if (tag == LONG || tag == DOUBLE) {
                index++; // they take two places
            }
        }
        return pool;
    }

    private void readOne(DataInputStream in, int tag, int index) throws IOException {
        switch (tag) {
            case UTF8 -> texts[index] = in.readUTF();
            case CLASS, STRING, METHOD_TYPE, MODULE, PACKAGE -> first[index] = in.readUnsignedShort();
            case LONG, DOUBLE -> in.skipNBytes(8);
            case METHOD_HANDLE -> {
                first[index] = in.readUnsignedByte();
                second[index] = in.readUnsignedShort();
            }
            case FIELD, FIELD + 1, INTERFACE_METHOD, NAME_AND_TYPE, DYNAMIC, INVOKE_DYNAMIC -> {
                first[index] = in.readUnsignedShort();
                second[index] = in.readUnsignedShort();
            }
            case 3, 4 -> in.skipNBytes(4); // int and float
            default -> throw new IOException("constant " + index + " has the unknown tag " + tag);
        }
    }

    String text(int index) {
        return texts[index];
    }

    /** The internal name of the class at an index. */
    String className(int index) {
        return texts[first[index]];
    }

    List<String> classNames() {
        return textsOf(CLASS, first);
    }

    /** Descriptors of the members it names, and method types. */
    List<String> descriptors() {
        List<String> all = new ArrayList<>(textsOf(NAME_AND_TYPE, second));
        all.addAll(textsOf(METHOD_TYPE, first));
        return all;
    }

    private List<String> textsOf(int tag, int[] part) {
        List<String> found = new ArrayList<>();
        for (int index = 1; index < tags.length; index++) {
            if (tags[index] == tag) {
                found.add(texts[part[index]]);
            }
        }
        return found;
    }

    /** Which bootstrap method links the call at an index. */
    int bootstrapOf(int index) {
        return first[index];
    }

    Reference member(Reference.Kind kind, int index) {
        int nameAndType = second[index];
        return new Reference(
                kind, className(first[index]).replace('/', '.'), texts[first[nameAndType]], texts[second[nameAndType]]);
    }

    /** What the method handle at an index reaches; empty if there is something else at it. */
    Optional<Reference> handle(int index) {
        if (tags[index] != METHOD_HANDLE) {
            return Optional.empty();
        }
        Reference.Kind kind = switch (first[index]) {
            case HANDLE_GET_STATIC -> Reference.Kind.READ_STATIC;
            case HANDLE_INVOKE_STATIC, HANDLE_INVOKE_SPECIAL -> Reference.Kind.CALL_EXACT;
            case HANDLE_NEW -> Reference.Kind.NEW;
            default -> Reference.Kind.CALL_VIRTUAL;
        };
        return Optional.of(member(kind, second[index]));
    }
}

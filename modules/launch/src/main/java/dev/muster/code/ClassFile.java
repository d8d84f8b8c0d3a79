package dev.muster.code;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What one class file names: the classes in its constant pool, its methods, and what their code reaches. Immutable.
 *
 * <p>Written by hand because a launcher must not bring a byte code library along for these few questions. The format is
 * that of the Java Virtual Machine Specification, chapter 4.
 */
final class ClassFile {
    private static final int MOST_BYTES = 1 << 26;

    /** A method of this class, and its code; empty code if it is abstract or native. */
    record Method(String name, String descriptor, byte[] code) {}

    private final ConstantPool pool;
    private final List<Method> methods;
    private final List<int[]> bootstrapArguments;
    private final Optional<String> superName;

    private ClassFile(
            ConstantPool pool, List<Method> methods, List<int[]> bootstrapArguments, Optional<String> superName) {
        this.pool = pool;
        this.methods = List.copyOf(methods);
        this.bootstrapArguments = bootstrapArguments;
        this.superName = superName;
    }

    static int length(int length, String name) throws IOException {
        if (length < 0 || length > MOST_BYTES) {
            throw new IOException("The class file of " + name + " has " + length + " bytes, more than " + MOST_BYTES);
        }
        return length;
    }

    /** The binary name of the class in a class file. */
    static String name(byte[] file) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(file))) {
            in.skipNBytes(8); // magic and version
            ConstantPool pool = ConstantPool.read(in);
            in.skipNBytes(2); // access
            return binary(pool.className(in.readUnsignedShort()));
        } catch (IOException | IndexOutOfBoundsException e) {
            throw refused(e);
        }
    }

    private static IllegalArgumentException refused(Exception e) {
        return new IllegalArgumentException("Not a class file, or one that is cut short: " + e.getMessage(), e);
    }

    /** Parses a class file that a compiler made. */
    static ClassFile of(byte[] file) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(file))) {
            in.skipNBytes(8); // magic and version
            ConstantPool pool = ConstantPool.read(in);
            in.skipNBytes(4); // access, this class
            int superIndex = in.readUnsignedShort();
            in.skipNBytes(2L * in.readUnsignedShort()); // interfaces: in the pool
            members(in, pool); // fields: their types are in the pool
            List<Method> methods = members(in, pool);
            Optional<String> superName = superIndex == 0 ? Optional.empty() : Optional.of(pool.className(superIndex));
            return new ClassFile(pool, methods, bootstraps(in, pool), superName);
        } catch (IOException | IndexOutOfBoundsException e) {
            throw refused(e);
        }
    }

    /** Binary names of all classes it names anywhere, arrays as their elements. */
    Set<String> classes() {
        Set<String> names = new TreeSet<>();
        pool.classNames().forEach(name -> addElement(names, name));
        pool.descriptors().forEach(descriptor -> addDescribed(names, descriptor));
        for (Method method : methods) {
            addDescribed(names, method.descriptor());
        }
        return names;
    }

    List<Method> methods() {
        return methods;
    }

    /** Binary name of the class it extends; empty for Object and modules. */
    Optional<String> superName() {
        return superName.map(name -> name.replace('/', '.'));
    }

    /** What a method's code touches, in the order it does. */
    List<Reference> reached(Method method) {
        List<Reference> reached = new ArrayList<>();
        Instructions.each(method.code(), (opcode, index) -> {
            if (opcode == Instructions.INVOKEDYNAMIC) {
                for (int argument : bootstrapArguments.get(pool.bootstrapOf(index))) {
                    pool.handle(argument).ifPresent(reached::add);
                }
            } else if (opcode == Instructions.NEW) {
                reached.add(new Reference(Reference.Kind.NEW, binary(pool.className(index)), "", ""));
            } else if (opcode == Instructions.LDC) {
                pool.handle(index).ifPresent(reached::add);
            } else {
                reached.add(pool.member(Reference.Kind.of(opcode), index));
            }
        });
        return reached;
    }

    private static List<Method> members(DataInputStream in, ConstantPool pool) throws IOException {
        List<Method> members = new ArrayList<>();
        for (int left = in.readUnsignedShort(); left > 0; left--) {
            in.skipNBytes(2);
            String name = pool.text(in.readUnsignedShort());
            String descriptor = pool.text(in.readUnsignedShort());
            members.add(new Method(name, descriptor, code(in, pool)));
        }
        return members;
    }

    private static byte[] code(DataInputStream in, ConstantPool pool) throws IOException {
        byte[] code = {};
        for (int left = in.readUnsignedShort(); left > 0; left--) {
            String attribute = pool.text(in.readUnsignedShort());
            int length = in.readInt();
            if (attribute.equals("Code")) {
                in.skipNBytes(4); // stack and local variables
                int codeLength = in.readInt();
                code = in.readNBytes(codeLength);
                in.skipNBytes(length - 8L - codeLength);
            } else {
                in.skipNBytes(length);
            }
        }
        return code;
    }

    private static List<int[]> bootstraps(DataInputStream in, ConstantPool pool) throws IOException {
        List<int[]> found = new ArrayList<>();
        for (int left = in.readUnsignedShort(); left > 0; left--) {
            String attribute = pool.text(in.readUnsignedShort());
            int length = in.readInt();
            if (!attribute.equals("BootstrapMethods")) {
                in.skipNBytes(length);
                continue;
            }
            for (int methods = in.readUnsignedShort(); methods > 0; methods--) {
                in.skipNBytes(2);
                int[] arguments = new int[in.readUnsignedShort()];
                for (int i = 0; i < arguments.length; i++) {
                    arguments[i] = in.readUnsignedShort();
                }
                found.add(arguments);
            }
        }
        return found;
    }

    private static void addDescribed(Set<String> names, String descriptor) {
        for (int at = descriptor.indexOf('L'); at >= 0; at = descriptor.indexOf('L', at)) {
            int end = descriptor.indexOf(';', at);
            if (end < 0) {
                return;
            }
            names.add(binary(descriptor.substring(at + 1, end)));
            at = end;
        }
    }

    private static void addElement(Set<String> names, String internal) {
        if (internal.startsWith("[")) {
            addDescribed(names, internal);
        } else {
            names.add(binary(internal));
        }
    }

    private static String binary(String internal) {
        return internal.replace('/', '.');
    }
}

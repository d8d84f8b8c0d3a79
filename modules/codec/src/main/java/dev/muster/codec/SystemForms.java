package dev.muster.codec;

import dev.muster.codec.Refused.Reason;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.file.FileSystems;
import java.nio.file.Path;

/** Forms of classes, proxies, paths, buffers and charsets. Stateless. */
final class SystemForms {
    private SystemForms() {}

    static final Form CLASS = Form.leaf(
            (Coder coder, ByteSink out, Class<?> value) -> {
                if (value.isHidden()) {
                    throw new Refused(Class.class, Reason.HIDDEN);
                }
                Texts.write(out, value.getName());
            },
            (coder, in) -> coder.forms().load(Texts.read(in)));

    static final Form PROXY = Form.of(
            (coder, out, value) -> {
                Class<?>[] interfaces = value.getClass().getInterfaces();
                out.count(interfaces.length);
                for (Class<?> one : interfaces) {
                    Texts.write(out, one.getName());
                }
                coder.writeClassAndObject(out, Proxy.getInvocationHandler(value));
            },
            (coder, in) -> {
                Class<?>[] interfaces = new Class<?>[in.count()];
                for (int i = 0; i < interfaces.length; i++) {
                    interfaces[i] = coder.forms().load(Texts.read(in));
                }
                Object handler = coder.readClassAndObject(in);
                if (handler instanceof InvocationHandler calls) {
                    return Proxy.newProxyInstance(coder.forms().loader(), interfaces, calls);
                }
                throw ByteSource.broken("a proxy has no handler");
            });

    static final Form PATH = Form.leaf(
            (Coder coder, ByteSink out, Path value) -> {
                if (value.getFileSystem() != FileSystems.getDefault()) {
                    throw new Refused(value.getClass(), Reason.FILE_SYSTEM);
                }
                Texts.write(out, value.toString());
            },
            (coder, in) -> Path.of(Texts.read(in)));

    static final Form CHARSET = Form.leaf(
            (Coder coder, ByteSink out, Charset value) -> Texts.write(out, value.name()),
            (coder, in) -> Charset.forName(Texts.read(in)));

    private static final int DIRECT = 1;
    private static final int READ_ONLY = 2;
    private static final int LITTLE = 4;

    /** What lies before the limit, the position and the byte order; big buffers beside the skeleton. */
    static final Form BUFFER = Form.leaf(SystemForms::write, SystemForms::read);

    private static void write(Coder coder, ByteSink out, ByteBuffer value) {
        out.octet((value.isDirect() ? DIRECT : 0)
                | (value.isReadOnly() ? READ_ONLY : 0)
                | (value.order() == ByteOrder.LITTLE_ENDIAN ? LITTLE : 0));
        out.count(value.position());
        int limit = value.limit();
        boolean beside = coder.goesBeside(limit);
        out.flag(beside);
        if (beside) {
            byte[] copy = new byte[limit];
            value.get(0, copy);
            out.count(coder.putBeside(copy));
        } else {
            out.count(limit);
            int at = out.skip(limit);
            value.get(0, out.array(), at, limit);
        }
    }

    private static ByteBuffer read(Coder coder, ByteSource in) {
        int flags = in.octet();
        int position = in.integer();
        byte[] from = in.array();
        int at;
        int limit;
        if (in.flag()) {
            from = coder.given(in.integer());
            at = 0;
            limit = from.length;
        } else {
            limit = in.count();
            at = in.skip(limit, 1);
        }
        if (position < 0 || position > limit) {
            throw ByteSource.broken("a buffer is at " + position + " of " + limit);
        }
        ByteBuffer made = (flags & DIRECT) == 0 ? ByteBuffer.allocate(limit) : ByteBuffer.allocateDirect(limit);
        made.put(0, from, at, limit).position(position);
        ByteBuffer shown = (flags & READ_ONLY) == 0 ? made : made.asReadOnlyBuffer();
        return shown.order((flags & LITTLE) == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    }
}

package dev.muster.protocol;

import dev.muster.protocol.Message.Define;
import dev.muster.protocol.Message.Drained;
import dev.muster.protocol.Message.Draining;
import dev.muster.protocol.Message.Grant;
import dev.muster.protocol.Message.Hello;
import dev.muster.protocol.Message.Inventory;
import dev.muster.protocol.Message.Log;
import dev.muster.protocol.Message.Ping;
import dev.muster.protocol.Message.Reset;
import dev.muster.protocol.Message.Welcome;
import java.util.List;

/** Introductions, grants, life-signs and farewells, on the wire. */
final class SessionCodes {
    static final List<MessageCode<?>> ALL = List.of(
            new MessageCode<>(32, Hello.class, SessionCodes::write, SessionCodes::readHello),
            new MessageCode<>(33, Welcome.class, SessionCodes::write, SessionCodes::readWelcome),
            new MessageCode<>(34, Define.class, SessionCodes::write, SessionCodes::readDefine),
            new MessageCode<>(35, Grant.class, SessionCodes::write, SessionCodes::readGrant),
            new MessageCode<>(36, Draining.class, (out, m) -> {}, in -> new Draining()),
            new MessageCode<>(37, Drained.class, (out, m) -> {}, in -> new Drained()),
            new MessageCode<>(38, Inventory.class, SessionCodes::write, SessionCodes::readInventory),
            new MessageCode<>(39, Ping.class, SessionCodes::write, in -> new Ping(in.number(), in.flag())),
            new MessageCode<>(40, Reset.class, (out, m) -> out.text(m.reason()), in -> new Reset(in.text())),
            new MessageCode<>(41, Log.class, SessionCodes::write, SessionCodes::readLog));

    private SessionCodes() {}

    private static void write(WireWriter out, Hello hello) {
        out.number(hello.wireVersion());
        out.text(hello.registryPrint());
        out.peer(hello.self());
    }

    private static Hello readHello(WireReader in) {
        return new Hello(in.smallNumber(), in.text(), in.peer());
    }

    private static void write(WireWriter out, Welcome welcome) {
        out.number(welcome.wireVersion());
        out.peer(welcome.self());
        out.textOrNull(welcome.refused());
    }

    private static Welcome readWelcome(WireReader in) {
        return new Welcome(in.smallNumber(), in.peer(), in.textOrNull());
    }

    private static void write(WireWriter out, Define define) {
        out.number(define.number());
        out.payload(define.definition());
    }

    private static Define readDefine(WireReader in) {
        return new Define(in.smallNumber(), in.payload());
    }

    private static void write(WireWriter out, Grant grant) {
        out.number(grant.slots());
        out.number(grant.queueNanos());
        out.number(grant.queueBytes());
    }

    private static Grant readGrant(WireReader in) {
        return new Grant(in.smallNumber(), in.number(), in.number());
    }

    private static void write(WireWriter out, Inventory inventory) {
        out.number(inventory.formerEpoch());
        out.spans(inventory.held());
        out.number(inventory.lastSequence());
    }

    private static Inventory readInventory(WireReader in) {
        return new Inventory(in.smallNumber(), in.spans(), in.number());
    }

    private static void write(WireWriter out, Ping ping) {
        out.number(ping.acknowledged());
        out.flag(ping.answer());
    }

    private static void write(WireWriter out, Log log) {
        out.map(log.linesByTask(), (to, lines) -> to.list(lines, WireWriter::text));
    }

    private static Log readLog(WireReader in) {
        return new Log(in.map(1, from -> from.list(1, WireReader::text)));
    }
}

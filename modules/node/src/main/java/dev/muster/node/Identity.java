package dev.muster.node;

import dev.muster.protocol.Peer;
import dev.muster.protocol.WireFormat;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;

/** What nodes of this JVM say of themselves. Stateless. */
final class Identity {
    static final int WIRE_VERSION = WireFormat.VERSION;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Identity() {}

    /** A peer that was never there before, in its first epoch. */
    static Peer peer() {
        return new Peer(RANDOM.nextLong(), 1);
    }

    /** The name of this machine; equal on one machine. */
    static String machine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}

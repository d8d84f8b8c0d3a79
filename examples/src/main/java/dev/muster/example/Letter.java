package dev.muster.example;

/** The bytes that words are made of. Stateless. */
final class Letter {

    private static final byte[] SMALL = new byte[256];

    static {
        for (char letter = 'a'; letter <= 'z'; letter++) {
            SMALL[letter] = (byte) letter;
            SMALL[letter - 'a' + 'A'] = (byte) letter;
        }
    }

    private Letter() {}

    /** The letter from a to z; 0 if it is none. */
    static byte small(byte b) {
        return SMALL[b & 0xff];
    }

    static boolean is(byte b) {
        return small(b) != 0;
    }
}

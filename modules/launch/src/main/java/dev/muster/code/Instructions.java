package dev.muster.code;

/** Walks byte code from instruction to instruction. Stateless. */
final class Instructions {
    static final int LDC = 0x12;
    static final int GETSTATIC = 0xb2;
    static final int PUTSTATIC = 0xb3;
    static final int INVOKEVIRTUAL = 0xb6;
    static final int INVOKESPECIAL = 0xb7;
    static final int INVOKESTATIC = 0xb8;
    static final int INVOKEINTERFACE = 0xb9;
    static final int INVOKEDYNAMIC = 0xba;
    static final int NEW = 0xbb;

    private static final int LDC_WIDE = 0x13;
    private static final int LDC_TWO = 0x14;
    private static final int IINC = 0x84;
    private static final int TABLESWITCH = 0xaa;
    private static final int LOOKUPSWITCH = 0xab;
    private static final int WIDE = 0xc4;

    /** Bytes of operands, one digit for each opcode from 0x00 to 0xc9; those of variable length are handled apart. */
    private static final String OPERANDS = "0000000000000000" // 00 constants
            + "1212211111000000" // 10 bipush sipush ldc ldc_w ldc2_w, loads
            + "0000000000000000" // 20
            + "0000001111100000" // 30 stores from 0x36
            + "0000000000000000" // 40
            + "0000000000000000" // 50
            + "0000000000000000" // 60
            + "0000000000000000" // 70
            + "0000200000000000" // 80 iinc
            + "0000000002222222" // 90 branches from 0x99
            + "2222222221000000" // a0 branches, ret; switches 0xaa 0xab
            + "0022222224421200" // b0 fields, calls, new, newarray
            + "2200032244"; // c0 checkcast, instanceof, multianewarray, ifnull, ifnonnull, goto_w, jsr_w

    /** Hears of an instruction that names something: its opcode ({@link #LDC} for all three kinds) and pool index. */
    interface Visitor {
        void visit(int opcode, int index);
    }

    private Instructions() {}

    static void each(byte[] code, Visitor visitor) {
        int at = 0;
        while (at < code.length) {
            int opcode = code[at] & 0xff;
            if (opcode == LDC) {
                visitor.visit(LDC, code[at + 1] & 0xff);
            } else if (opcode == LDC_WIDE || opcode == LDC_TWO) {
                visitor.visit(LDC, unsignedShort(code, at + 1));
            } else if (names(opcode)) {
                visitor.visit(opcode, unsignedShort(code, at + 1));
            }
            at += length(code, at, opcode);
        }
    }

    private static boolean names(int opcode) {
        return opcode == GETSTATIC || opcode == PUTSTATIC || (opcode >= INVOKEVIRTUAL && opcode <= NEW);
    }

    private static int length(byte[] code, int at, int opcode) {
        if (opcode == TABLESWITCH || opcode == LOOKUPSWITCH) {
            int aligned = (at + 4) & ~3;
            int entries = opcode == TABLESWITCH
                    ? 3 + integer(code, aligned + 8) - integer(code, aligned + 4) + 1
                    : 2 + 2 * integer(code, aligned + 4);
            return aligned - at + 4 * entries;
        }
        if (opcode == WIDE) {
            return (code[at + 1] & 0xff) == IINC ? 6 : 4;
        }
        if (opcode >= OPERANDS.length()) {
            throw new IllegalArgumentException("Unknown instruction " + opcode + " at " + at);
        }
        return 1 + OPERANDS.charAt(opcode) - '0';
    }

    private static int unsignedShort(byte[] code, int at) {
        return ((code[at] & 0xff) << 8) | (code[at + 1] & 0xff);
    }

    private static int integer(byte[] code, int at) {
        return (unsignedShort(code, at) << 16) | unsignedShort(code, at + 2);
    }
}

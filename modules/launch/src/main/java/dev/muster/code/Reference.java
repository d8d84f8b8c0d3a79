package dev.muster.code;

/**
 * A place in code that touches a class. Immutable.
 *
 * @param owner binary name of the class
 * @param name of the member; empty for {@link Kind#NEW}
 * @param descriptor of the member; empty for {@link Kind#NEW}
 */
record Reference(Kind kind, String owner, String name, String descriptor) {
    enum Kind {
        READ_STATIC,
        WRITE_STATIC,
        /** A method that is known exactly: static, private, constructor, super. */
        CALL_EXACT,
        /** A method that a subclass may have overridden. */
        CALL_VIRTUAL,
        NEW;

        static Kind of(int opcode) {
            return switch (opcode) {
                case Instructions.GETSTATIC -> READ_STATIC;
                case Instructions.PUTSTATIC -> WRITE_STATIC;
                case Instructions.INVOKESTATIC, Instructions.INVOKESPECIAL -> CALL_EXACT;
                default -> CALL_VIRTUAL;
            };
        }
    }
}

package dev.muster.codec;

/** Constants of one enum, by their place; a print of their names has been compared. Thread-safe. */
final class EnumForm extends Form {
    private final Object[] constants;

    EnumForm(Class<?> type) {
        super(false);
        this.constants = type.getEnumConstants();
    }

    int print() {
        int print = 1;
        for (Object constant : constants) {
            print = 31 * print + ((Enum<?>) constant).name().hashCode();
        }
        return print;
    }

    @Override
    @SuppressWarnings("EnumOrdinal") // the print has shown that places are the same on both sides
    void write(Coder coder, ByteSink out, Object value) {
        out.count(((Enum<?>) value).ordinal());
    }

    @Override
    Object read(Coder coder, ByteSource in) {
        int place = in.integer();
        if (place < 0 || place >= constants.length) {
            throw ByteSource.broken("there is no constant " + place + " of " + constants.length);
        }
        return constants[place];
    }
}

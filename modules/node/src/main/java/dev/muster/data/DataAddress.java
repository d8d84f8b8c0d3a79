package dev.muster.data;

/**
 * Where a data server listens, with the token a caller must show first. Text form {@code host:port/token}. Immutable; the token is not
 * logged.
 */
record DataAddress(String host, int port, long token) {
    static DataAddress parse(String text) {
        int slash = text.lastIndexOf('/');
        int colon = text.lastIndexOf(':', slash);
        if (slash < 0 || colon < 0) {
            throw new IllegalArgumentException("a data address looks like host:port/token");
        }
        return new DataAddress(
                text.substring(0, colon),
                Integer.parseInt(text, colon + 1, slash, 10),
                Long.parseUnsignedLong(text, slash + 1, text.length(), 16));
    }

    String text() {
        return host + ":" + port + "/" + Long.toHexString(token);
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}

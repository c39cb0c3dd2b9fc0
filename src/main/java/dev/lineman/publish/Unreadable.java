package dev.lineman.publish;

import java.io.IOException;

/** Content to be published could not be read: the fault of an input, not of {@code out/}. */
final class Unreadable extends IOException {
    private final IOException reason;

    private Unreadable(IOException reason) {
        super(reason);
        this.reason = reason;
    }

    /** What reading threw. */
    IOException reason() {
        return reason;
    }

    static byte[] reading(Source source) throws Unreadable {
        try {
            return source.next();
        } catch (IOException e) {
            throw new Unreadable(e);
        }
    }

    @FunctionalInterface
    interface Source {
        byte[] next() throws IOException;
    }
}

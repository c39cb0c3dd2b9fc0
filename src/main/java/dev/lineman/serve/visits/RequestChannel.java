package dev.lineman.serve.visits;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The protocol by which a phone asks for its configuration. The names of the constants are stored on disk. */
public enum RequestChannel {
    /** A request for a file over HTTP or HTTPS. */
    HTTP("HTTP"),
    /** SIP Plug and Play: the phone asks for the URL of its configuration. It names no file. */
    PNP("PnP"),
    /** A read request for a file over TFTP. */
    TFTP("TFTP");

    private final String label;

    RequestChannel(String label) {
        this.label = label;
    }

    /** Returns the name that users read, such as {@code PnP}. */
    public String label() {
        return label;
    }

    /** Returns the word of the API, such as {@code pnp}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the channel with a stored name; null if there is none. */
    static @Nullable RequestChannel of(String name) {
        for (RequestChannel channel : values()) {
            if (channel.name().equals(name)) {
                return channel;
            }
        }
        return null;
    }
}

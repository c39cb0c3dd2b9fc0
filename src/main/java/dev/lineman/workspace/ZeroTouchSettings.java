package dev.lineman.workspace;

import org.jspecify.annotations.Nullable;

/**
 * The services by which phones find their configuration, besides the ports for phones. Each is off if it is null.
 * Immutable.
 *
 * @param cisco where the second port for plain HTTP listens
 */
public record ZeroTouchSettings(Settings.@Nullable ListenAddress cisco) {
    /** No service. */
    public static final ZeroTouchSettings OFF = new ZeroTouchSettings(null);

    /** Whether clients of other machines can fetch files from one of these services. */
    boolean isOpenToNetwork() {
        return cisco != null && !cisco.isLoopback();
    }
}

package dev.lineman.workspace;

import dev.lineman.zerotouch.pnp.PnpOptions;
import org.jspecify.annotations.Nullable;

/**
 * The services by which phones find their configuration, besides the ports for phones. Each is off if it is null.
 * Immutable.
 *
 * @param cisco where the second port for plain HTTP listens
 * @param pnp SIP Plug and Play
 */
public record ZeroTouchSettings(
        Settings.@Nullable ListenAddress cisco, @Nullable PnpOptions pnp) {
    /** No service. */
    public static final ZeroTouchSettings OFF = new ZeroTouchSettings(null, null);

    /** Whether clients of other machines can fetch files from one of these services. */
    boolean isOpenToNetwork() {
        return cisco != null && !cisco.isLoopback();
    }
}

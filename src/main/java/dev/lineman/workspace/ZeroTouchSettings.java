package dev.lineman.workspace;

import dev.lineman.zerotouch.pnp.PnpOptions;
import dev.lineman.zerotouch.tftp.TftpOptions;
import org.jspecify.annotations.Nullable;

/**
 * The services by which phones find their configuration, besides the ports for phones. Each is off if it is null.
 * Immutable.
 *
 * @param cisco where the second port for plain HTTP listens
 * @param pnp SIP Plug and Play
 * @param tftp the TFTP server
 */
public record ZeroTouchSettings(
        Settings.@Nullable ListenAddress cisco,
        @Nullable PnpOptions pnp,
        @Nullable TftpOptions tftp) {
    /** No service. */
    public static final ZeroTouchSettings OFF = new ZeroTouchSettings(null, null, null);

    /** Whether clients of other machines can fetch files from one of these services. */
    boolean isOpenToNetwork() {
        boolean openTftp = tftp != null && !new Settings.ListenAddress(tftp.host(), tftp.port()).isLoopback();
        return openTftp || (cisco != null && !cisco.isLoopback());
    }
}

package dev.lineman.cli.option;

import dev.lineman.workspace.Settings;
import dev.lineman.workspace.ZeroTouchSettings;
import dev.lineman.zerotouch.SourceNetworks;
import dev.lineman.zerotouch.pnp.PnpOptions;
import dev.lineman.zerotouch.tftp.TftpOptions;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options for the services by which phones find their configuration. */
public final class ZeroTouchOptions {
    /** The highest number of a port. */
    private static final int MAX_PORT = 65535;

    /** The command that has these options, for error messages. */
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /** Null for no such port; 0 for any free port. */
    @Option(
            names = "--cisco-port",
            paramLabel = "N",
            description = "A second port for plain HTTP, with the files at the top (/): 6970 for Cisco phones with"
                    + " enterprise firmware (default: off).")
    private @Nullable Integer ciscoPort;

    @Option(
            names = "--pnp",
            description = "Answers phones that ask by SIP Plug and Play, with the URL of their configuration: UDP port"
                    + " 5060, multicast.")
    private boolean pnp;

    /** Null for all interfaces that can have phones. */
    @Option(
            names = "--pnp-interface",
            paramLabel = "NAME,...",
            description = "The network interfaces for --pnp (default: all that are up, with multicast and an IPv4"
                    + " address).")
    private @Nullable String pnpInterfaces;

    @Option(
            names = "--pnp-networks",
            paramLabel = "CIDR,...",
            converter = PhoneServingOptions.NetworkList.Converter.class,
            description = "Networks whose phones --pnp answers, besides private and link-local addresses.")
    private PhoneServingOptions.@Nullable NetworkList pnpNetworks;

    /** Anyone on the network can ask for the URL of a phone, and read it. */
    @Option(
            names = "--pnp-tokens",
            description =
                    "Sends phones a URL that contains a secret, such as 'token'. Others on the network can read it.")
    private boolean pnpTokens;

    /** Null for no server; 0 for any free port. */
    @Option(
            names = "--tftp-port",
            paramLabel = "N",
            description = "A UDP port for TFTP, read-only, for phones that have no HTTP: 69 is what they ask (default:"
                    + " off).")
    private @Nullable Integer tftpPort;

    /** Null for the default networks. */
    @Option(
            names = "--tftp-networks",
            paramLabel = "CIDR,...",
            converter = PhoneServingOptions.NetworkList.Converter.class,
            description =
                    "The networks whose clients --tftp-port answers (default: private and link-local addresses, and"
                            + " this machine).")
    private PhoneServingOptions.@Nullable NetworkList tftpNetworks;

    /**
     * Returns the settings of these services.
     *
     * @param bind the address for phones
     */
    public ZeroTouchSettings settings(String bind) {
        return new ZeroTouchSettings(address(bind, ciscoPort, "--cisco-port"), pnp(), tftp(bind));
    }

    private @Nullable PnpOptions pnp() {
        if (pnp) {
            return new PnpOptions(pnpInterfaces(), pnpNetworks == null ? List.of() : pnpNetworks.all(), pnpTokens);
        }
        if (pnpInterfaces != null || pnpNetworks != null || pnpTokens) {
            throw new ParameterException(
                    spec.commandLine(), "--pnp-interface, --pnp-networks and --pnp-tokens need --pnp");
        }
        return null;
    }

    /** Returns the names of the interfaces; empty for all. */
    private List<String> pnpInterfaces() {
        if (pnpInterfaces == null) {
            return List.of();
        }
        List<String> names =
                Arrays.stream(pnpInterfaces.split(",", -1)).map(String::strip).toList();
        if (names.contains("")) {
            throw new ParameterException(
                    spec.commandLine(), "--pnp-interface takes names of network interfaces, such as eth0,eth1");
        }
        return names;
    }

    private @Nullable TftpOptions tftp(String bind) {
        Settings.ListenAddress address = address(bind, tftpPort, "--tftp-port");
        if (address == null) {
            if (tftpNetworks != null) {
                throw new ParameterException(spec.commandLine(), "--tftp-networks needs --tftp-port");
            }
            return null;
        }
        return new TftpOptions(
                address.host(),
                address.port(),
                tftpNetworks == null ? TftpOptions.defaultNetworks() : new SourceNetworks(tftpNetworks.all()));
    }

    /** Returns where a service listens; null if it is off. */
    private Settings.@Nullable ListenAddress address(String bind, @Nullable Integer port, String option) {
        if (port == null) {
            return null;
        }
        if (port < 0 || port > MAX_PORT) {
            throw new ParameterException(spec.commandLine(), option + " is a number from 0 to 65535");
        }
        return new Settings.ListenAddress(bind, port);
    }
}

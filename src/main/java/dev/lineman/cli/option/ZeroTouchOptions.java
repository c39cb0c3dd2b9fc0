package dev.lineman.cli.option;

import dev.lineman.workspace.Settings;
import dev.lineman.workspace.ZeroTouchSettings;
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

    /**
     * Returns the settings of these services.
     *
     * @param bind the address for phones
     */
    public ZeroTouchSettings settings(String bind) {
        return new ZeroTouchSettings(address(bind, ciscoPort, "--cisco-port"));
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

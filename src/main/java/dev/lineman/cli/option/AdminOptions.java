package dev.lineman.cli.option;

import dev.lineman.access.UserCredentials;
import dev.lineman.workspace.CannotStartException;
import dev.lineman.workspace.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where the operator is answered, and what they have to know. */
public final class AdminOptions {
    /** Whom the password is of. */
    private static final String USER = "admin";

    private static final String VARIABLE = "LINEMAN_ADMIN_PASSWORD";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--admin-bind",
            paramLabel = "ADDR",
            defaultValue = "127.0.0.1",
            description = "Where the operator is answered; elsewhere than on this machine's own addresses only with a"
                    + " password (default: ${DEFAULT-VALUE}).")
    private String bind;

    @Option(
            names = "--admin-port",
            paramLabel = "N",
            defaultValue = "5482",
            description = "The port for the operator (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--admin-password-file",
            paramLabel = "FILE",
            description = "A file whose first line is the password of the user admin; the password itself may stand in"
                    + " LINEMAN_ADMIN_PASSWORD instead.")
    private @Nullable Path passwordFile;

    /** The file that holds the operator's password, if there is one. */
    public List<Path> passwordFiles() {
        return passwordFile == null ? List.of() : List.of(passwordFile);
    }

    /**
     * Where, and for whom.
     *
     * @throws CannotStartException when anybody in the network could ask, or the password cannot be had
     */
    public Settings.AdminSettings admin(Map<String, String> environment) throws CannotStartException {
        if (port < 0 || port > 65535) {
            throw new ParameterException(spec.commandLine(), "--admin-port is a number from 0 to 65535");
        }
        String password = password(environment);
        boolean loopback = isLoopback(bind);
        if (!loopback && password == null) {
            throw new CannotStartException(
                    "--admin-bind " + bind + " is open to the network, and so needs a password: write one"
                            + " to a file and name that with --admin-password-file");
        }
        return new Settings.AdminSettings(
                new Settings.ListenAddress(bind, port),
                loopback,
                password == null ? null : UserCredentials.of(USER, password));
    }

    private @Nullable String password(Map<String, String> environment) throws CannotStartException {
        Path file = passwordFile;
        String password = environment.get(VARIABLE);
        if (file != null) {
            try {
                password = Files.readString(file).lines().findFirst().orElse("");
            } catch (IOException e) {
                throw new CannotStartException(
                        "the password in " + file + " cannot be read: no such file, or not yours to read", e);
            }
        }
        if (password != null && password.isBlank()) {
            throw new CannotStartException("the password in " + (file == null ? VARIABLE : file) + " is empty");
        }
        return password;
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            // Listening there will say so.
            return true;
        }
    }
}

package dev.lineman.cli.option;

import dev.lineman.access.UserCredentials;
import dev.lineman.workspace.CannotStartException;
import dev.lineman.workspace.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of the listener for the operator: address, port and password. {@code lineman run} has them. */
public final class AdminOptions {
    /** The user name that belongs to the password. */
    private static final String USER = "admin";

    /** The variable that may hold the password instead of a file. */
    private static final String VARIABLE = "LINEMAN_ADMIN_PASSWORD";

    /** The command that has these options, for error messages. */
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /** An address or a host name. */
    @Option(
            names = "--admin-bind",
            paramLabel = "ADDR",
            defaultValue = "127.0.0.1",
            description = "The address for the operator; other than loopback, it needs a password (default:"
                    + " ${DEFAULT-VALUE}).")
    private String bind;

    /** 0 for any free port. */
    @Option(
            names = "--admin-port",
            paramLabel = "N",
            defaultValue = "5482",
            description = "The port for the operator (default: ${DEFAULT-VALUE}).")
    private int port;

    /** Null if the variable holds the password, or if there is none. */
    @Option(
            names = "--admin-password-file",
            paramLabel = "FILE",
            description =
                    "A file with the password of the user admin in its first line; or set LINEMAN_ADMIN_PASSWORD.")
    private @Nullable Path passwordFile;

    /** Returns the file with the password, if there is one. Inputs must not link to it. */
    public List<Path> passwordFiles() {
        return passwordFile == null ? List.of() : List.of(passwordFile);
    }

    /**
     * Returns the address and the credentials of the operator.
     *
     * @param environment environment variables, which may hold the password
     * @throws CannotStartException if the listener would be open to the network without a password, or the password
     *     cannot be read
     */
    public Settings.AdminSettings admin(Map<String, String> environment) throws CannotStartException {
        if (port < 0 || port > 65535) {
            throw new ParameterException(spec.commandLine(), "--admin-port is a number from 0 to 65535");
        }
        String password = password(environment);
        Settings.ListenAddress address = new Settings.ListenAddress(bind, port);
        boolean loopback = address.isLoopback();
        if (!loopback && password == null) {
            throw new CannotStartException(
                    "--admin-bind " + bind + " is open to the network, and so needs a password: write one"
                            + " to a file and name that with --admin-password-file");
        }
        return new Settings.AdminSettings(
                address, loopback, password == null ? null : UserCredentials.of(USER, password));
    }

    /**
     * Returns the password; null if there is none. The file has priority over the variable.
     *
     * @throws CannotStartException if the password is empty or cannot be read
     */
    private @Nullable String password(Map<String, String> environment) throws CannotStartException {
        Path file = passwordFile;
        String password = environment.get(VARIABLE);
        if (file != null) {
            password = firstLine(file);
        }
        if (password != null && password.isBlank()) {
            throw new CannotStartException("the password in " + (file == null ? VARIABLE : file) + " is empty");
        }
        return password;
    }

    /**
     * Returns the password in a file: its first line, which {@code phones} sends and the agent compares.
     *
     * @throws CannotStartException if the file cannot be read
     */
    public static String firstLine(Path file) throws CannotStartException {
        try {
            return Files.readString(file).lines().findFirst().orElse("");
        } catch (IOException e) {
            throw new CannotStartException(
                    "the password in " + file + " cannot be read: the file is missing, or you may not read it", e);
        }
    }
}

package dev.lineman.cli.option;

import dev.lineman.cli.console.CommandEnvironment;
import dev.lineman.command.contact.ldap.LdapAttributes;
import dev.lineman.command.contact.ldap.LdapRequest;
import dev.lineman.command.contact.ldap.TrustedCertificates;
import dev.lineman.workspace.CannotStartException;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for the directory of an import. The password is never on the command line, where other users see it. */
public final class LdapOptions {
    /** The environment variable with the password. */
    public static final String PASSWORD = "LINEMAN_LDAP_PASSWORD";

    @Option(
            names = "--ldap-user",
            paramLabel = "NAME",
            description =
                    "The name to bind with, such as cn=reader,dc=example,dc=com (default: anonymous). The password is"
                            + " in --ldap-password-file or in the environment variable " + PASSWORD
                            + ", or the command asks for it.")
    private @Nullable String user;

    @Option(
            names = "--ldap-password-file",
            paramLabel = "FILE",
            description = "A file whose first line is the password of --ldap-user.")
    private @Nullable Path passwordFile;

    @Option(
            names = "--ldap-ca",
            paramLabel = "FILE",
            description =
                    "The certificates that the directory's certificate comes from, as PEM (default: those that Java"
                            + " trusts).")
    private @Nullable Path certificates;

    @Option(names = "--ldap-starttls", description = "Switches to TLS on the port of ldap://.")
    private boolean startsTls;

    @Option(
            names = "--map",
            paramLabel = "KEY=ATTRIBUTE",
            description = "The attribute for a value of contacts, such as work=ipPhone; repeat it for several.")
    private List<String> map = List.of();

    /**
     * Returns how to ask the directory of a URL.
     *
     * @param commandEnvironment gives the password, or the terminal on which the command asks for it
     * @throws CannotStartException if a file cannot be read, or there is no password
     * @throws IllegalArgumentException if {@code --map} names no value of a contact
     */
    public LdapRequest request(String url, CommandEnvironment commandEnvironment) throws CannotStartException {
        Map<String, List<String>> named = new LinkedHashMap<>();
        for (String entry : map) {
            int equals = entry.indexOf('=');
            if (equals < 1 || equals == entry.length() - 1) {
                throw new IllegalArgumentException(
                        "--map needs a value of contacts and an attribute, such as work=ipPhone");
            }
            named.merge(
                    entry.substring(0, equals),
                    List.of(entry.substring(equals + 1)),
                    (some, more) -> Stream.concat(some.stream(), more.stream()).toList());
        }
        LdapAttributes attributes = LdapAttributes.of(named);
        try {
            return new LdapRequest(
                    url,
                    user,
                    user == null ? "" : password(commandEnvironment),
                    startsTls,
                    TrustedCertificates.of(certificates),
                    attributes);
        } catch (IOException | GeneralSecurityException e) {
            throw new CannotStartException(
                    "the certificates of --ldap-ca cannot be read: " + certificates + " needs certificates as PEM", e);
        }
    }

    private String password(CommandEnvironment commandEnvironment) throws CannotStartException {
        if (passwordFile != null) {
            try {
                List<String> lines = Files.readAllLines(passwordFile);
                if (!lines.isEmpty() && !lines.get(0).isEmpty()) {
                    return lines.get(0);
                }
            } catch (IOException e) {
                throw new CannotStartException(passwordFile + " cannot be read; correct --ldap-password-file", e);
            }
            throw new CannotStartException(passwordFile + " has no password in its first line");
        }
        String password = commandEnvironment.runtimeContext().environment().get(PASSWORD);
        if (password != null && !password.isEmpty()) {
            return password;
        }
        char[] typed = commandEnvironment.keyboard() == null ? null : typedPassword();
        if (typed == null || typed.length == 0) {
            throw new CannotStartException(
                    "--ldap-user needs a password; write it into " + PASSWORD + " or --ldap-password-file");
        }
        return new String(typed);
    }

    /** Asks for the password without showing it. Call it only on a terminal. */
    @SuppressWarnings("SystemConsoleNull")
    private char @Nullable [] typedPassword() {
        Console console = System.console();
        return console == null ? null : console.readPassword("Password of %s: ", user);
    }
}

package dev.lineman.cli.option;

import dev.lineman.http.message.HttpLimits;
import dev.lineman.workspace.Settings;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of the listener for phones: TLS, and the limits of connections. */
public final class ListenerOptions {
    /** The command that has these options, for error messages. */
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /** Null without TLS. */
    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            description =
                    "The certificate for TLS with its intermediate certificates, PEM; read again when it changes.")
    private @Nullable Path certificate;

    /** Given together with the certificate, or not at all. */
    @Option(
            names = "--tls-key",
            paramLabel = "FILE",
            description = "Its private key: PEM, not encrypted; read again when it changes.")
    private @Nullable Path key;

    /** 0 for any free port. */
    @Option(
            names = "--tls-port",
            paramLabel = "N",
            defaultValue = "5443",
            description = "The port for TLS, in addition to --port (default: ${DEFAULT-VALUE}).")
    private int port;

    /** Null to accept phones without a certificate. */
    @Option(
            names = "--client-ca",
            paramLabel = "FILE",
            description =
                    "Certificate authorities, PEM: over TLS, only phones with a certificate of one of them are served.")
    private @Nullable Path clientCa;

    /** Together with the limits in {@link HttpLimits}, this bounds the memory of the listener. */
    @Option(
            names = "--max-connections",
            paramLabel = "N",
            defaultValue = "16384",
            description = "The most connections at once (default: ${DEFAULT-VALUE}).")
    private int connections;

    @Option(
            names = "--head-timeout",
            paramLabel = "D",
            defaultValue = "10s",
            description = "The time to receive a request, and for a TLS handshake (default: ${DEFAULT-VALUE}).")
    private Duration head;

    /** Then the server closes the connection; the phone opens a new one for its next request. */
    @Option(
            names = "--idle-timeout",
            paramLabel = "D",
            defaultValue = "15s",
            description = "The time that a connection can be silent between requests (default: ${DEFAULT-VALUE}).")
    private Duration idle;

    /** Slower clients are disconnected, so that they do not occupy connections. */
    @Option(
            names = "--write-timeout",
            paramLabel = "D",
            defaultValue = "30s",
            description = "The time for a client to take the next 16 KiB of an answer (default: ${DEFAULT-VALUE}).")
    private Duration write;

    /** Returns the limits of connections and requests. */
    public HttpLimits limits() {
        if (connections < 1) {
            throw usageError("--max-connections must be 1 or more");
        }
        if (head.isZero() || idle.isZero() || write.isZero()) {
            throw usageError("--head-timeout, --idle-timeout and --write-timeout must be longer than 0");
        }
        return HttpLimits.standard().withConnections(connections).withTimeouts(head, idle, write);
    }

    /**
     * Returns the TLS settings; null without a certificate.
     *
     * @param bind the address of the listener, the same as for plain HTTP
     */
    public Settings.@Nullable TlsSettings tls(String bind) {
        if (certificate == null || key == null) {
            if (certificate != null || key != null || clientCa != null) {
                throw usageError("TLS needs both --tls-cert and --tls-key");
            }
            return null;
        }
        if (port < 0 || port > 65535) {
            throw usageError("--tls-port is a number from 0 to 65535");
        }
        return new Settings.TlsSettings(certificate, key, clientCa, new Settings.ListenAddress(bind, port));
    }

    /** Returns an exception for wrong values, with the command for its help. */
    private ParameterException usageError(String what) {
        return new ParameterException(spec.commandLine(), what);
    }
}

package dev.lineman.cli;

import dev.lineman.agent.Agent;
import dev.lineman.cli.console.CommandOutput;
import dev.lineman.cli.option.AdminOptions;
import dev.lineman.cli.option.InputOptions;
import dev.lineman.cli.option.ListenerOptions;
import dev.lineman.cli.option.OutputOptions;
import dev.lineman.cli.option.PhoneServingOptions;
import dev.lineman.cli.option.ZeroTouchOptions;
import dev.lineman.cli.program.AbstractCommand;
import dev.lineman.cli.program.ExitCode;
import dev.lineman.workspace.CannotStartException;
import dev.lineman.workspace.Settings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code lineman run}: the agent. Converts the options to {@link Settings} and runs an {@link Agent} until the process
 * is asked to stop.
 */
@Command(
        name = "run",
        description = "Watches the inputs, renders the files that a change affects, and serves them to phones."
                + " Stops on SIGTERM.",
        footer = {
            "  lineman run --root /srv/lineman",
            "  lineman run --port 80 --path / --admin-port 8080",
            "  lineman run --exec 'asterisk -rx \"pjsip reload\"'",
            "  LINEMAN_POLL=5s lineman run                           # on NFS"
        })
final class RunCommand extends AbstractCommand {
    @Mixin
    private InputOptions inputs;

    @Mixin
    private OutputOptions outputs;

    /** An address or a host name; all addresses by default. */
    @Option(
            names = "--bind",
            paramLabel = "ADDR",
            defaultValue = "0.0.0.0",
            description = "The address for phones (default: ${DEFAULT-VALUE}).")
    private String bind;

    /** A number, or {@code off}. */
    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "5481",
            description = "The port for plain HTTP; 'off' serves phones over TLS only (default: ${DEFAULT-VALUE}).")
    private String port;

    /** Authentication, proxies and access log. */
    @Mixin
    private PhoneServingOptions serving;

    /** SIP Plug and Play, and the second port for Cisco phones. */
    @Mixin
    private ZeroTouchOptions zeroTouch;

    /** TLS and connection limits. */
    @Mixin
    private ListenerOptions listener;

    /** The listener for the operator. */
    @Mixin
    private AdminOptions admin;

    /** The lower bound of the debounce; the upper one is {@code --max-wait}. */
    @Option(
            names = "--quiet-period",
            paramLabel = "D",
            defaultValue = "50ms",
            description = "The time without changes before a burst of changes is read (default: ${DEFAULT-VALUE}).")
    private Duration quietPeriod;

    /** Guards against editors and copies that write a file in place, in several steps. */
    @Option(
            names = "--settle",
            paramLabel = "D",
            defaultValue = "10s",
            description = "The wait for an extension or template file that was cut short in place, and for removals"
                    + " at a start; 0s turns it off (default: ${DEFAULT-VALUE}).")
    private Duration settle;

    /** A safety net: operating systems may drop file events under load. */
    @Option(
            names = "--rescan",
            paramLabel = "D",
            defaultValue = "30s",
            description = "The interval between full scans, in case file events were lost (default: ${DEFAULT-VALUE}).")
    private Duration rescan;

    /** Null for file events. */
    @Option(
            names = "--poll",
            paramLabel = "D",
            arity = "0..1",
            fallbackValue = "1s",
            description = "Scans everything every D (1s when D is left out) instead of using file events: for NFS,"
                    + " FUSE and similar.")
    private @Nullable Duration poll;

    /** Null for no command. */
    @Option(
            names = "--exec",
            paramLabel = "COMMAND",
            description = "A shell command to run after each publication that changed files. It gets their paths on"
                    + " standard input, one per line. It runs again if it fails.")
    private @Nullable String exec;

    /** After it, the agent ends the command. */
    @Option(
            names = "--exec-timeout",
            paramLabel = "D",
            defaultValue = "60s",
            description = "The longest time for the command of --exec (default: ${DEFAULT-VALUE}).")
    private Duration execTimeout;

    /** Runs the agent. Returns after the stop. */
    @Override
    public Integer call() throws CannotStartException, InterruptedException {
        Settings.TlsSettings tls = listener.tls(bind);
        Settings settings =
                outputs.settings(inputs).withSecretFiles(admin.passwordFiles()).withKnownServingPath();
        Settings.ServingSettings servingSettings = new Settings.ServingSettings(
                plain(tls),
                serving.servingOptions(settings.servingPath().prefix()),
                zeroTouch.settings(bind),
                listener.limits(),
                tls,
                admin.admin(environment().runtimeContext().environment()),
                quietPeriod,
                settle,
                positive(rescan, "--rescan"),
                poll == null ? null : positive(poll, "--poll"),
                exec == null || exec.isBlank() ? null : exec,
                positive(execTimeout, "--exec-timeout"));
        CommandOutput commandOutput = inputs.openOutput(environment());
        Agent agent = new Agent(
                tls == null ? settings : settings.withSecretFiles(tls.files()),
                servingSettings,
                environment().runtimeContext(),
                report -> commandOutput.printProblems(report.appeared()));
        environment().stopHook().accept(agent::stop);
        agent.run();
        return ExitCode.OK;
    }

    /** Returns the address for plain HTTP; null for {@code --port off}. */
    private Settings.@Nullable ListenAddress plain(Settings.@Nullable TlsSettings tls) {
        if (port.equalsIgnoreCase("off")) {
            if (tls == null) {
                throw usageError("with --port off, phones are served over TLS only: give --tls-cert and --tls-key");
            }
            return null;
        }
        if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65535) {
            throw usageError("--port is a number from 0 to 65535, or off");
        }
        return new Settings.ListenAddress(bind, Integer.parseInt(port));
    }

    /** Returns a duration, or fails if it is zero: a loop would not pause. */
    private Duration positive(Duration duration, String option) {
        if (duration.isZero()) {
            throw usageError(option + " must be longer than 0");
        }
        return duration;
    }
}

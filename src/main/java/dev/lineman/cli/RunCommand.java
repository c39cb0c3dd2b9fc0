package dev.lineman.cli;

import dev.lineman.agent.Agent;
import dev.lineman.cli.console.CommandOutput;
import dev.lineman.cli.option.AdminOptions;
import dev.lineman.cli.option.InputOptions;
import dev.lineman.cli.option.ListenerOptions;
import dev.lineman.cli.option.OutputOptions;
import dev.lineman.cli.option.PhoneServingOptions;
import dev.lineman.workspace.CannotStartException;
import dev.lineman.workspace.Settings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lineman run}. */
@Command(
        name = "run",
        description = "Watches the inputs, renders what a change affects, and serves it to the phones, until SIGTERM.",
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

    @Option(
            names = "--bind",
            paramLabel = "ADDR",
            defaultValue = "0.0.0.0",
            description = "Where phones are answered (default: ${DEFAULT-VALUE}).")
    private String bind;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "5481",
            description = "The port for phones over plain HTTP; 'off' serves them over TLS only (default:"
                    + " ${DEFAULT-VALUE}).")
    private String port;

    @Option(
            names = "--path",
            paramLabel = "P",
            defaultValue = "/provisioning/",
            description = "The path below which phones are answered (default: ${DEFAULT-VALUE}).")
    private String path;

    @Mixin
    private PhoneServingOptions serving;

    @Mixin
    private ListenerOptions listener;

    @Mixin
    private AdminOptions admin;

    @Option(
            names = "--quiet-period",
            paramLabel = "D",
            defaultValue = "50ms",
            description = "How long nothing may happen before a burst of changes is taken (default: ${DEFAULT-VALUE}).")
    private Duration quietPeriod;

    @Option(
            names = "--settle",
            paramLabel = "D",
            defaultValue = "10s",
            description = "How long an extension or template file must stay the same when it was changed in place and"
                    + " holds only the beginning of what it held before, and how long a removal must hold after a"
                    + " start (default: ${DEFAULT-VALUE}).")
    private Duration settle;

    @Option(
            names = "--rescan",
            paramLabel = "D",
            defaultValue = "30s",
            description = "How often everything is looked at, whatever was seen (default: ${DEFAULT-VALUE}).")
    private Duration rescan;

    @Option(
            names = "--poll",
            paramLabel = "D",
            arity = "0..1",
            fallbackValue = "1s",
            description =
                    "Use no file events but look at everything every D (1s when D is left out): for NFS and the like.")
    private @Nullable Duration poll;

    @Option(
            names = "--exec",
            paramLabel = "COMMAND",
            description =
                    "A command for the shell, run after each publication that changed files; their paths, one a line,"
                            + " are its standard input. Tried again when it fails.")
    private @Nullable String exec;

    @Option(
            names = "--exec-timeout",
            paramLabel = "D",
            defaultValue = "60s",
            description = "How long the command of --exec may take (default: ${DEFAULT-VALUE}).")
    private Duration execTimeout;

    @Override
    public Integer call() throws CannotStartException, InterruptedException {
        Settings.TlsSettings tls = listener.tls(bind);
        Settings.ServingSettings told = new Settings.ServingSettings(
                plain(tls),
                serving.servingOptions(prefix()),
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
        Settings settings = outputs.settings(inputs).withSecretFiles(admin.passwordFiles());
        Agent agent = new Agent(
                tls == null ? settings : settings.withSecretFiles(tls.files()),
                told,
                environment().runtimeContext(),
                report -> commandOutput.printProblems(report.appeared()));
        environment().stopHook().accept(agent::stop);
        agent.run();
        return Lineman.OK;
    }

    private String prefix() {
        String inner = path.replaceAll("^/+|/+$", "");
        return inner.isEmpty() ? "/" : '/' + inner + '/';
    }

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

    private Duration positive(Duration duration, String option) {
        if (duration.isZero()) {
            throw usageError(option + " must be longer than nothing");
        }
        return duration;
    }
}

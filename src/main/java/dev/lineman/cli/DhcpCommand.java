package dev.lineman.cli;

import dev.lineman.cli.console.CommandOutput;
import dev.lineman.cli.option.CandidateKind;
import dev.lineman.cli.option.Completes;
import dev.lineman.cli.option.InputOptions;
import dev.lineman.cli.program.AbstractCommand;
import dev.lineman.cli.program.ExitCode;
import dev.lineman.command.dhcp.DhcpServerKind;
import dev.lineman.command.dhcp.DhcpSnippet;
import dev.lineman.workspace.CannotStartException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lineman dhcp}: prints the DHCP options from which the phones of a root learn their URL. */
@Command(
        name = "dhcp",
        description = "Prints the DHCP options that tell the phones their URL, by vendor, for a DHCP server. Check the"
                + " result with your server before you use it. Writes nothing.",
        footer = {
            "  lineman dhcp dnsmasq > /etc/dnsmasq.d/lineman.conf    # then: dnsmasq --test",
            "  lineman dhcp kea --site berlin"
        })
final class DhcpCommand extends AbstractCommand {
    @Parameters(paramLabel = "SERVER", description = "The DHCP server: ${COMPLETION-CANDIDATES}.")
    private DhcpServerKind server;

    /** Null when not given. */
    @Completes(CandidateKind.SITES)
    @Option(
            names = "--site",
            paramLabel = "NAME",
            description = "The site of the phones (default: the only one, or the phones without a site).")
    private @Nullable String site;

    @Option(
            names = "--tokens",
            description = "Prints phones too whose URL has a token or another secret. Keep the result secret.")
    private boolean tokens;

    @Mixin
    private InputOptions inputs;

    @Override
    public Integer call() throws CannotStartException {
        CommandOutput commandOutput = inputs.openOutput(environment());
        DhcpSnippet snippet = DhcpSnippet.of(inputs.settings(), environment().runtimeContext(), server, site, tokens);
        environment().out().print(snippet.text());
        environment().out().flush();
        commandOutput.printProblems(snippet.problems());
        snippet.notes().forEach(note -> environment().err().println("lineman: " + note));
        environment().err().flush();
        return snippet.complete() ? ExitCode.OK : ExitCode.PROBLEMS;
    }
}

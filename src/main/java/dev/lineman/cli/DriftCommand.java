package dev.lineman.cli;

import dev.lineman.build.State;
import dev.lineman.build.report.CountPhrase;
import dev.lineman.cli.console.CommandOutput;
import dev.lineman.cli.option.CandidateKind;
import dev.lineman.cli.option.Completes;
import dev.lineman.cli.option.InputOptions;
import dev.lineman.cli.program.AbstractCommand;
import dev.lineman.cli.program.ExitCode;
import dev.lineman.command.OneShotCommands;
import dev.lineman.fs.FileOperations;
import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.extension.ExtensionKey;
import dev.lineman.operator.explain.SubjectLookup;
import dev.lineman.operator.explain.drift.DriftFinder;
import dev.lineman.operator.view.JsonObject;
import dev.lineman.operator.view.drift.DriftJson;
import dev.lineman.operator.view.drift.DriftText;
import dev.lineman.operator.view.drift.PhoneDrift;
import dev.lineman.render.Renderer;
import dev.lineman.serve.upload.UploadFolder;
import dev.lineman.workspace.CannotStartException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lineman drift}: compares the values that phones have uploaded with those that the inputs give them. */
@Command(
        name = "drift",
        description = "Shows which of your values a phone overrides, by the files that it has uploaded, and where the"
                + " inputs give them. Writes nothing.",
        footer = {"  lineman drift", "  lineman drift 100", "  lineman drift 00:04:f2:aa:bb:cc --json"})
final class DriftCommand extends AbstractCommand {
    @Completes(CandidateKind.PHONE_WORDS)
    @Parameters(
            paramLabel = "MAC|EXTENSION",
            arity = "0..1",
            description = "Only this phone: a MAC in any spelling, or an extension: 100, or berlin/100 for one of a"
                    + " site.")
    private @Nullable String subject;

    @Mixin
    private InputOptions inputs;

    @Option(names = "--json", description = "Prints the phones as a JSON array.")
    private boolean json;

    @Override
    public Integer call() throws CannotStartException {
        CommandOutput commandOutput = inputs.openOutput(environment());
        State state = OneShotCommands.dryRun(inputs.settings(), environment().runtimeContext());
        DriftFinder finder = new DriftFinder(
                new UploadFolder(inputs.settings().uploadsFolder()),
                environment().runtimeContext().environment(),
                new Renderer());
        List<PhoneDrift> drifts = new ArrayList<>();
        Collection<String> macs;
        try {
            macs = subject == null ? finder.macs() : macs(state.inputs().inventory(), subject);
            for (String mac : macs) {
                PhoneDrift drift = finder.find(state, mac);
                if (drift != null) {
                    drifts.add(drift);
                }
            }
        } catch (IOException e) {
            throw new CannotStartException(
                    "the uploads below " + finder.uploads().folder() + " cannot be read: " + FileOperations.reason(e),
                    e);
        }
        if (json) {
            commandOutput.printLine(JsonObject.array(JsonObject.all(drifts, DriftJson::of)));
        } else if (subject != null && macs.isEmpty()) {
            environment().err().println("lineman: no phone has the MAC or extension '" + subject + "'");
            return ExitCode.PROBLEMS;
        } else {
            text(drifts).forEach(commandOutput::printLine);
        }
        return ExitCode.OK;
    }

    /** The phones that a user means. */
    private static Set<String> macs(Inventory inventory, String asked) {
        String mac = SubjectLookup.mac(asked);
        Set<String> macs = new TreeSet<>();
        if (mac != null && inventory.macs().contains(mac)) {
            macs.add(mac);
            return macs;
        }
        String text = asked.strip();
        int slash = text.lastIndexOf('/');
        for (String site : inventory.sites()) {
            if (slash < 0 || text.substring(0, slash).equalsIgnoreCase(site)) {
                macs.addAll(inventory.macsOf(new ExtensionKey(site, text.substring(slash + 1))));
            }
        }
        return macs;
    }

    private List<String> text(List<PhoneDrift> drifts) {
        if (drifts.isEmpty()) {
            return List.of((subject == null ? "no phone has" : "this phone has not")
                    + " uploaded its values; phones can upload with: lineman run --uploads");
        }
        List<String> lines = new ArrayList<>();
        for (PhoneDrift drift : drifts) {
            lines.addAll(DriftText.of(drift));
            lines.add("");
        }
        int values = drifts.stream().mapToInt(PhoneDrift::overridden).sum();
        long phones = drifts.stream().filter(drift -> drift.overridden() > 0).count();
        lines.add(phones + " of " + CountPhrase.of(drifts.size(), "phone") + " with uploaded values "
                + (phones == 1 ? "overrides " : "override ") + CountPhrase.of(values, "value"));
        return lines;
    }
}

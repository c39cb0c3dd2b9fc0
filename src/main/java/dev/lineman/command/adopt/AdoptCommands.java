package dev.lineman.command.adopt;

import dev.lineman.command.CommandResult;
import dev.lineman.command.csv.CsvImport;
import dev.lineman.command.exchange.ExtensionFileWriter;
import dev.lineman.command.exchange.ImportCheck;
import dev.lineman.serve.visits.VisitStore;
import dev.lineman.workspace.CannotStartException;
import dev.lineman.workspace.RootCheck;
import dev.lineman.workspace.RuntimeContext;
import dev.lineman.workspace.Settings;
import java.util.ArrayList;
import java.util.List;

/** The command {@code adopt}. Stateless. */
public final class AdoptCommands {
    private AdoptCommands() {}

    /**
     * Writes an extension file with the phone. Replaces no file; if the MAC, the extension or the file exists, reports
     * a problem instead.
     *
     * @param dryRun whether to write nothing
     * @throws CannotStartException if the inputs cannot be read, or the file cannot be written
     */
    public static CommandResult adopt(
            Settings settings, RuntimeContext runtimeContext, AdoptionRequest request, boolean dryRun)
            throws CannotStartException {
        RootCheck.requireExtensions(settings);
        // The password is a reference that the user adds later.
        ImportCheck check = ImportCheck.reading(settings, runtimeContext, true);
        AdoptionDraft draft = PhoneAdoption.draft(
                settings,
                check,
                request,
                VisitStore.load(settings.visitsFolder()).unknownPhone(request.mac()),
                ValueNames.OPTIONS);
        List<String> lines = new ArrayList<>();
        CsvImport.NewFile file = draft.file();
        if (file != null) {
            if (!dryRun) {
                new ExtensionFileWriter(settings).writeNew(file);
            }
            lines.add((dryRun ? "would write " : "wrote ") + file.path());
            file.content().lines().forEach(line -> lines.add("  " + line));
        }
        AdoptionDraft.ManualEdit edit = draft.manualEdit();
        if (edit != null) {
            lines.add(edit.where());
            lines.addAll(edit.lines());
        }
        lines.addAll(draft.notes());
        return new CommandResult(draft.problems(), lines);
    }
}

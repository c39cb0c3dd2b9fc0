package dev.lineman.cli;

import dev.lineman.cli.option.CandidateKind;
import dev.lineman.cli.option.Completes;
import dev.lineman.cli.option.InputOptions;
import dev.lineman.cli.option.StrictOption;
import dev.lineman.cli.program.AbstractCommand;
import dev.lineman.command.CommandResult;
import dev.lineman.command.adopt.AdoptCommands;
import dev.lineman.command.adopt.AdoptionRequest;
import dev.lineman.command.adopt.PhoneAdoption;
import dev.lineman.inventory.extension.ValueText;
import dev.lineman.operator.explain.SubjectLookup;
import dev.lineman.workspace.CannotStartException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lineman adopt}: writes an extension file for an unknown phone, see {@link PhoneAdoption}. */
@Command(
        name = "adopt",
        description = "Adds a phone that is not in the inventory: writes a file with a new extension for it."
                + " Replaces no file.",
        footer = {
            "  lineman adopt 00:04:13:24:66:74 --extension 106",
            "  lineman adopt 000413246674 --extension 106 --model Snom320 --dry-run"
        })
final class AdoptCommand extends AbstractCommand {
    @Completes(CandidateKind.UNKNOWN_PHONES)
    @Parameters(paramLabel = "MAC", description = "The MAC of the phone, in any spelling.")
    private String mac;

    @Option(names = "--extension", paramLabel = "N", required = true, description = "The number of the new extension.")
    private String number;

    /** Null to use the model that the phone sent. */
    @Completes(CandidateKind.MODELS)
    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description = "The model of the phone (default: the one that it sent when it asked for its file).")
    private @Nullable String model;

    /** Null for the folder defaults; the same for the last name. */
    @Option(
            names = "--first-name",
            paramLabel = "NAME",
            description = "The first name (default: that of the folder defaults).")
    private @Nullable String firstName;

    @Option(
            names = "--last-name",
            paramLabel = "NAME",
            description = "The last name (default: that of the folder defaults).")
    private @Nullable String lastName;

    /** Null for the extension number. */
    @Option(names = "--auth-id", paramLabel = "ID", description = "The user name at the PBX (default: the number).")
    private @Nullable String authId;

    /** Null for the folder defaults. */
    @Option(
            names = "--pbx-ip",
            paramLabel = "HOST",
            description = "The address of the PBX (default: that of the folder defaults).")
    private @Nullable String pbxIp;

    /** Null for the folder that the phone asked in, if that is a site. */
    @Completes(CandidateKind.SITES)
    @Option(
            names = "--site",
            paramLabel = "NAME",
            description = "The site (default: the folder that the phone asked in, if it is a site; else that of the"
                    + " folder defaults).")
    private @Nullable String site;

    @Mixin
    private InputOptions inputs;

    @Mixin
    private StrictOption strictOption;

    /** Checked by {@link #extensionsFolder}. */
    @Completes(CandidateKind.EXTENSION_FOLDERS)
    @Option(
            names = "--into",
            paramLabel = "FOLDER",
            description = "The new file's folder, such as extensions.d/berlin (default: the folder of the site, else"
                    + " extensions.d).")
    private @Nullable Path into;

    @Option(names = "--dry-run", description = "Shows the file that would be written, and writes nothing.")
    private boolean dryRun;

    @Override
    public Integer call() throws CannotStartException {
        String digits = SubjectLookup.mac(mac);
        if (digits == null) {
            throw usageError("'" + mac + "' is not a MAC; a MAC has 12 hex digits, such as 00:04:13:24:66:72");
        }
        String folder = into == null ? null : extensionsFolder(into);
        String objection = PhoneAdoption.numberObjection(number);
        if (objection != null) {
            throw usageError("--extension " + objection);
        }
        Map<String, String> details = new LinkedHashMap<>();
        put(details, "first_name", "--first-name", firstName);
        put(details, "last_name", "--last-name", lastName);
        put(details, "auth_id", "--auth-id", authId);
        put(details, "pbx_ip", "--pbx-ip", pbxIp);
        put(details, "site", "--site", site);
        CommandResult adopted = AdoptCommands.adopt(
                inputs.settings(),
                environment().runtimeContext(),
                new AdoptionRequest(digits, number, model, folder, details),
                dryRun);
        return report(inputs.openOutput(environment()), adopted, strictOption);
    }

    /** Adds the value of an option if it is given. */
    private void put(Map<String, String> details, String key, String option, @Nullable String text) {
        if (text != null) {
            String objection = ValueText.localeObjection(text);
            if (objection != null) {
                throw usageError(option + ": " + objection);
            }
            details.put(key, text);
        }
    }
}

package dev.lineman.cli;

import dev.lineman.cli.option.InputOptions;
import dev.lineman.command.CommandResult;
import dev.lineman.command.PhoneAdoption;
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

/** {@code lineman adopt}. */
@Command(
        name = "adopt",
        description =
                "Makes a phone known that nobody has: writes the file of a new extension with it. Replaces nothing.",
        footer = {
            "  lineman adopt 00:04:13:24:66:74 --extension 106",
            "  lineman adopt 000413246674 --extension 106 --model Snom320 --dry-run"
        })
final class AdoptCommand extends AbstractCommand {
    @Parameters(paramLabel = "MAC", description = "The phone's, in any spelling.")
    private String mac;

    @Option(names = "--extension", paramLabel = "N", required = true, description = "The number that it gets.")
    private String number;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description = "What it is (default: what it said when it asked for its file).")
    private @Nullable String model;

    @Option(names = "--first-name", paramLabel = "NAME", description = "The extension's (default: left to fill in).")
    private @Nullable String firstName;

    @Option(names = "--last-name", paramLabel = "NAME", description = "The extension's (default: left to fill in).")
    private @Nullable String lastName;

    @Option(names = "--auth-id", paramLabel = "ID", description = "The extension's (default: its number).")
    private @Nullable String authId;

    @Option(names = "--pbx-ip", paramLabel = "HOST", description = "The extension's (default: that of the defaults).")
    private @Nullable String pbxIp;

    @Mixin
    private InputOptions inputs;

    @Option(
            names = "--into",
            paramLabel = "FOLDER",
            defaultValue = "extensions.d",
            description = "Where the file goes, such as extensions.d/berlin (default: ${DEFAULT-VALUE}).")
    private Path into;

    @Option(names = "--dry-run", description = "Tells what would be written, and writes nothing.")
    private boolean dryRun;

    @Override
    public Integer call() throws CannotStartException {
        String digits = SubjectLookup.mac(mac);
        if (digits == null) {
            throw usageError("'" + mac + "' is no MAC; it has 12 hex digits, such as 00:04:13:24:66:72");
        }
        String folder = extensionsFolder(into);
        if (!number.matches("[A-Za-z0-9_*#+-]{1,32}")) {
            throw usageError("--extension is a number such as 100");
        }
        Map<String, String> details = new LinkedHashMap<>();
        put(details, "first_name", firstName);
        put(details, "last_name", lastName);
        put(details, "auth_id", authId);
        put(details, "pbx_ip", pbxIp);
        CommandResult adopted = PhoneAdoption.adopt(
                inputs.settings(),
                environment().runtimeContext(),
                new PhoneAdoption.AdoptionRequest(digits, number, model, folder, details, dryRun));
        return report(inputs.openOutput(environment()), adopted);
    }

    private static void put(Map<String, String> details, String key, @Nullable String text) {
        if (text != null) {
            details.put(key, text);
        }
    }
}

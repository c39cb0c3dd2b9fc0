package dev.lineman.cli;

import dev.lineman.agent.Adoption;
import dev.lineman.agent.CannotStart;
import dev.lineman.agent.Exchange;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lineman adopt}. */
@Command(
        name = "adopt",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Makes a phone known that nobody has: writes the file of a new extension with it. Replaces nothing.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  lineman adopt 00:04:13:24:66:74 --extension 106",
            "  lineman adopt 000413246674 --extension 106 --model Snom320 --dry-run"
        })
final class Adopt implements Callable<Integer> {
    private final Edge edge;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "MAC", description = "The phone's, in any spelling.")
    @SuppressWarnings("NullAway.Init")
    private String mac;

    @Option(names = "--extension", paramLabel = "N", required = true, description = "The number that it gets.")
    @SuppressWarnings("NullAway.Init")
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
    @SuppressWarnings("NullAway.Init")
    private InputOptions inputs;

    @Option(
            names = "--into",
            paramLabel = "FOLDER",
            defaultValue = "extensions.d",
            description = "Where the file goes, such as extensions.d/berlin (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init")
    private Path into;

    @Option(names = "--dry-run", description = "Tells what would be written, and writes nothing.")
    private boolean dryRun;

    Adopt(Edge edge) {
        this.edge = edge;
    }

    @Override
    public Integer call() throws CannotStart {
        String digits = Adoption.mac(mac);
        String folder = into.normalize().toString().replace('\\', '/');
        if (digits == null) {
            throw new ParameterException(
                    spec.commandLine(), "'" + mac + "' is no MAC; it has 12 hex digits, such as 00:04:13:24:66:72");
        }
        if (!Exchange.canHold(folder)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--into names a folder below the root that holds extensions, such as extensions.d/berlin");
        }
        if (!number.matches("[A-Za-z0-9_*#+-]{1,32}")) {
            throw new ParameterException(spec.commandLine(), "--extension is a number such as 100");
        }
        Map<String, String> details = new LinkedHashMap<>();
        put(details, "first_name", firstName);
        put(details, "last_name", lastName);
        put(details, "auth_id", authId);
        put(details, "pbx_ip", pbxIp);
        Exchange.Imported adopted = Adoption.adopt(
                inputs.settings(), edge.world(), new Adoption.Order(digits, number, model, folder, details, dryRun));
        Console console = inputs.console(edge);
        console.tell(adopted.problems());
        adopted.told().forEach(console::say);
        return adopted.problems().isEmpty() ? Lineman.FINE : Lineman.PROBLEMS;
    }

    private static void put(Map<String, String> details, String key, @Nullable String text) {
        if (text != null) {
            details.put(key, text);
        }
    }
}

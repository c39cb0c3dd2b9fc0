package dev.lineman.command;

import dev.lineman.build.State;
import dev.lineman.command.schema.SchemaGenerator;
import dev.lineman.command.schema.SchemaKind;
import dev.lineman.input.snapshot.Snapshot;
import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.inventory.extension.ExtensionFile;
import dev.lineman.inventory.extension.FolderDefaults;
import dev.lineman.template.Catalog;
import dev.lineman.workspace.CannotStartException;
import dev.lineman.workspace.RuntimeContext;
import dev.lineman.workspace.Settings;
import java.nio.file.Files;
import java.nio.file.Path;

/** The command {@code schema}: JSON Schemas of the input files, as text. Stateless. */
public final class InputSchemas {
    private InputSchemas() {}

    /**
     * Returns the schema of a kind of files, with all templates that phones of the root can have. A current folder that is
     * no root has the built-in templates alone.
     *
     * @throws CannotStartException if another folder was named, and it is no root
     */
    public static String of(SchemaKind kind, Settings settings, RuntimeContext runtimeContext)
            throws CannotStartException {
        boolean named = !settings.root().equals(Path.of("").toAbsolutePath().normalize());
        if (kind == SchemaKind.secrets
                || (!named && !Files.isDirectory(settings.root().resolve(ExtensionFile.FOLDER)))) {
            Catalog builtIn = runtimeContext.builtInTemplates().catalog();
            return SchemaGenerator.schema(kind, builtIn, false).toIndentedText();
        }
        return of(kind, OneShotCommands.dryRun(settings, runtimeContext));
    }

    /** Returns the schema of a kind of files, with all templates that phones of a state can have. */
    public static String of(SchemaKind kind, State state) {
        return SchemaGenerator.schema(kind, state.inputs().catalog(), givesTemplate(state.snapshot()))
                .toIndentedText();
    }

    /** Whether a {@code template} in a {@code _defaults.yaml} gives phones any model. */
    private static boolean givesTemplate(Snapshot snapshot) {
        return snapshot.files().keySet().stream()
                .map(snapshot::document)
                .anyMatch(document -> document instanceof FolderDefaults defaults
                        && (defaults.plain().get(ExtensionField.TEMPLATE.key()) != null
                                || defaults.rules().stream()
                                        .anyMatch(rule -> rule.values().get(ExtensionField.TEMPLATE.key()) != null)));
    }
}

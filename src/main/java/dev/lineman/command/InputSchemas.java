package dev.lineman.command;

import dev.lineman.build.State;
import dev.lineman.command.schema.SchemaGenerator;
import dev.lineman.command.schema.SchemaKind;
import dev.lineman.command.template.RootTemplates;
import dev.lineman.input.snapshot.Snapshot;
import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.inventory.extension.ExtensionFile;
import dev.lineman.inventory.extension.FolderDefaults;
import dev.lineman.template.Catalog;
import dev.lineman.workspace.CannotStartException;
import dev.lineman.workspace.RootCheck;
import dev.lineman.workspace.RuntimeContext;
import dev.lineman.workspace.Settings;
import java.nio.file.Files;

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
        if (kind == SchemaKind.secrets
                || (settings.isCurrentFolder()
                        && !Files.isDirectory(settings.root().resolve(ExtensionFile.FOLDER)))) {
            Catalog builtIn = runtimeContext.builtInTemplates().catalog();
            return new SchemaGenerator(builtIn, false).schema(kind).toIndentedText();
        }
        RootCheck.requireExtensions(settings);
        RootTemplates templates = RootTemplates.read(settings, runtimeContext);
        return new SchemaGenerator(templates.inputs().catalog(), givesTemplate(templates.snapshot()))
                .schema(kind)
                .toIndentedText();
    }

    /** Returns the generator of the schemas with all templates that phones of a state can have. */
    public static SchemaGenerator of(State state) {
        return new SchemaGenerator(state.inputs().catalog(), givesTemplate(state.snapshot()));
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

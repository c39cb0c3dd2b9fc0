package dev.lineman.command.template;

import dev.lineman.command.template.TemplateDetails.DetailItem;
import dev.lineman.command.template.TemplateDetails.DetailSection;
import dev.lineman.operator.view.JsonObject;
import dev.lineman.template.builtin.CopyRecord;
import java.util.List;
import java.util.Locale;

/** Template files as JSON. Stateless. */
public final class TemplateJson {
    private TemplateJson() {}

    /** Returns all files as an array, in the order of the table. */
    public static String list(RootTemplates templates, TemplateUses uses) {
        return JsonObject.array(JsonObject.all(templates.files(), file -> file(file, uses)));
    }

    /** Returns one file as an object, with what it offers. */
    public static String one(RootTemplates templates, TemplateUses uses, TemplateFile file) {
        JsonObject object = file(file, uses);
        for (DetailSection section : TemplateDetails.of(templates, uses, file).sections()) {
            object.put(
                    section.title().toLowerCase(Locale.ROOT).replace(' ', '_'),
                    section.items().stream().map(DetailItem::json).toList());
        }
        return object.toString();
    }

    private static JsonObject file(TemplateFile file, TemplateUses uses) {
        CopyRecord copyRecord = file.copyRecord();
        return new JsonObject()
                .with("name", file.name())
                .with("path", file.path())
                .with("kind", file.group().json())
                .with("from", file.own() == null ? "built-in" : "root")
                .with("replaces_built_in", file.replacesBuiltIn())
                .with("copy_of", copyRecord == null ? null : copyRecord.path())
                .with("copy_version", copyRecord == null ? null : copyRecord.version())
                .with("state", file.state().name().toLowerCase(Locale.ROOT))
                .with("advice", file.advice())
                .with("models", uses.models(file))
                .with("sites", uses.sites(file))
                .with("read_by", List.copyOf(uses.readers(file)));
    }
}

package dev.lineman.command.csv;

import dev.lineman.command.csv.CellValue.CellValueKind;
import dev.lineman.inventory.LayerStack;
import dev.lineman.problem.Problem;
import dev.lineman.template.Catalog;
import dev.lineman.template.Template;
import dev.lineman.template.TemplateMatch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Handles template names of other systems, such as {@code yealinkT4x.ph.xml} of 3CX or {@code yealink/t54w} of
 * FusionPBX. A name that is certainly a model here becomes the model. Every other name of a template that is not in the
 * root is left out, with a warning. {@link CsvImport} calls it before it writes YAML. Not thread-safe.
 */
final class ForeignTemplates {
    private static final String TEMPLATE = "template";
    private static final String MODEL = "model";

    private final String file;
    private final Catalog catalog;
    private final List<Problem> problems = new ArrayList<>();

    /**
     * @param file the name of the CSV file in problems
     * @param catalog the templates of the root
     */
    ForeignTemplates(String file, Catalog catalog) {
        this.file = file;
        this.catalog = catalog;
    }

    /** Returns the warnings for templates that were left out. */
    List<Problem> problems() {
        return problems;
    }

    /**
     * Replaces or removes the foreign templates of an extension and its phones.
     *
     * @param defaults the defaults in the folder of its file
     */
    void replace(ExtensionDraft draft, LayerStack defaults) {
        String model = text(draft.own(), MODEL, defaults.text(MODEL));
        replace(draft.own(), model);
        String inherited = text(draft.own(), MODEL, defaults.text(MODEL));
        draft.phones().forEach(phone -> replace(phone, text(phone, MODEL, inherited)));
    }

    /** @param model the model that applies without the template; null if there is none */
    private void replace(ValueTree values, @Nullable String model) {
        String template = text(values, TEMPLATE, null);
        if (template == null || !(catalog.find(template, model) instanceof TemplateMatch.NoMatch)) {
            return;
        }
        ValueTree cell = values.remove(TEMPLATE);
        if (model == null
                && catalog.find(Template.withoutExtension(template).replace('/', ' '))
                        instanceof TemplateMatch.MatchedTemplate found) {
            values.put(List.of(PathStep.key(MODEL)), CellValue.text(found.model()), cell.cell());
            return;
        }
        problems.add(cell.cell()
                .warning(
                        file,
                        "this template is not below templates/phones, and is left out: "
                                + (model == null
                                        ? "name the phone's model in a column 'model'"
                                        : "the phone gets the template of its model")
                                + ", or copy the template to templates/phones"));
    }

    private static @Nullable String text(ValueTree values, String key, @Nullable String otherwise) {
        CellValue value = values.value(key);
        return value == null || value.kind() != CellValueKind.TEXT ? otherwise : value.text();
    }
}

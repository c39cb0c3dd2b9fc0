package dev.lineman.command.csv;

import dev.lineman.command.csv.column.PathStep;
import dev.lineman.command.csv.table.CellValue;
import dev.lineman.command.csv.table.CellValue.CellValueKind;
import dev.lineman.command.csv.table.CsvCell;
import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.ModelIndex;
import dev.lineman.problem.Problem;
import dev.lineman.template.Catalog;
import dev.lineman.template.Template;
import dev.lineman.template.TemplateMatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Names the templates and models of new extensions as the root does. {@link CsvImport} calls it before it writes YAML. Not
 * thread-safe.
 *
 * <p>Of template names of other systems, such as {@code yealinkT4x.ph.xml} of 3CX or {@code yealink/t54w} of FusionPBX, a
 * name that is certainly a model here becomes the model. Every other name of a template that is not in the root is left
 * out, with a warning.
 *
 * <p>Models become their full names, so that the extension files do not depend on how the table names them. A part of a
 * name that only one model has becomes this model, with a warning. A model beside a template stays as it is, and so does
 * one that is unknown: the check of the result reports it.
 */
final class ModelNames {
    private static final String TEMPLATE = "template";
    private static final String MODEL = "model";

    private final String file;
    private final Catalog catalog;
    private final List<Problem> problems = new ArrayList<>();

    /** The cells of templates that were left out. */
    private final Map<LeftOut, List<CsvCell>> leftOut = new LinkedHashMap<>();

    /** A template that is not in the root, and whether its phones have a model. */
    private record LeftOut(String template, boolean hasModel) {}

    /**
     * @param file the name of the CSV file in problems
     * @param catalog the templates of the root
     */
    ModelNames(String file, Catalog catalog) {
        this.file = file;
        this.catalog = catalog;
    }

    /** Returns the warnings for parts of names, and one for each template that was left out, at its first cell. */
    List<Problem> problems() {
        List<Problem> all = new ArrayList<>(problems);
        leftOut.forEach((one, cells) -> all.add(cells.get(0).warning(file, message(one, cells))));
        return all;
    }

    private static String message(LeftOut one, List<CsvCell> cells) {
        long rows = cells.stream().map(CsvCell::row).distinct().count();
        return "template '" + one.template() + "' is not below templates/phones, and is left out"
                + (rows == 1 ? "" : " in " + rows + " rows")
                + (one.hasModel()
                        ? "; "
                                + (rows == 1
                                        ? "the phone gets the template of its"
                                        : "the phones get the template of their")
                                + " model. To use this one, copy it there"
                        : "; name the model in a column 'model', or copy the template to templates/phones");
    }

    /**
     * Replaces or removes the foreign templates of an extension and its phones, and replaces their models.
     *
     * @param defaults the defaults in the folder of its file
     */
    void replace(ExtensionDraft draft, LayerStack defaults) {
        replace(draft.own(), text(draft.own(), MODEL), defaults.text(MODEL));
        String own = text(draft.own(), MODEL);
        for (ValueTree phone : draft.phones()) {
            String model = text(phone, MODEL);
            replace(phone, model == null ? own : model, defaults.text(MODEL));
        }
        if (defaults.get(TEMPLATE) == null && draft.own().value(TEMPLATE) == null) {
            nameModel(draft.own());
            draft.phones().forEach(this::nameModel);
        }
    }

    private void nameModel(ValueTree values) {
        String model = text(values, MODEL);
        if (model == null || values.value(TEMPLATE) != null) {
            return;
        }
        ModelIndex.KnownModel found = catalog.search(model);
        if (found == null) {
            return;
        }
        CsvCell cell = values.remove(MODEL).cell();
        values.put(List.of(PathStep.key(MODEL)), CellValue.text(found.fullName()), cell);
        if (catalog.model(null, model) == null) {
            problems.add(cell.warning(
                    file,
                    "this is no name of a model, and is taken for " + found.fullName()
                            + "; if it is another model, write its name"));
        }
    }

    /**
     * @param model the model in the table; null if it has none
     * @param inherited the model of the folder; null if it has none
     */
    private void replace(ValueTree values, @Nullable String model, @Nullable String inherited) {
        String template = text(values, TEMPLATE);
        String present = model == null ? inherited : model;
        if (template == null || !(catalog.find(template, present) instanceof TemplateMatch.NoMatch)) {
            return;
        }
        CsvCell cell = values.remove(TEMPLATE).cell();
        String name = Template.withoutExtension(template).replace('/', ' ');
        if (model == null
                && catalog.isModelName(name)
                && catalog.find(name) instanceof TemplateMatch.MatchedTemplate found) {
            values.put(List.of(PathStep.key(MODEL)), CellValue.text(found.model()), cell);
            return;
        }
        leftOut.computeIfAbsent(new LeftOut(template, present != null), same -> new ArrayList<>())
                .add(cell);
    }

    private static @Nullable String text(ValueTree values, String key) {
        CellValue value = values.value(key);
        return value == null || value.kind() != CellValueKind.TEXT ? null : value.text();
    }
}

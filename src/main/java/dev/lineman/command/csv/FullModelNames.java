package dev.lineman.command.csv;

import dev.lineman.command.csv.CellValue.CellValueKind;
import dev.lineman.command.csv.table.CsvCell;
import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.ModelIndex;
import dev.lineman.problem.Problem;
import java.util.ArrayList;
import java.util.List;

/**
 * Replaces the models of new extensions by their full names, so that the extension files do not depend on how the table
 * names them. A part of a name that only one model has becomes this model, with a warning. Other models stay as they are:
 * the check of the result reports them. {@link CsvImport} calls it before it writes YAML. Not thread-safe.
 */
final class FullModelNames {
    private static final String TEMPLATE = "template";
    private static final String MODEL = "model";

    private final String file;
    private final ModelIndex models;
    private final List<Problem> problems = new ArrayList<>();

    /**
     * @param file the name of the CSV file in problems
     * @param models the models of the root
     */
    FullModelNames(String file, ModelIndex models) {
        this.file = file;
        this.models = models;
    }

    /** Returns the warnings for parts of names. */
    List<Problem> problems() {
        return problems;
    }

    /**
     * Replaces the models of an extension and its phones. A model that belongs to a template stays.
     *
     * @param defaults the defaults in the folder of its file
     */
    void replace(ExtensionDraft draft, LayerStack defaults) {
        if (defaults.get(TEMPLATE) == null && draft.own().value(TEMPLATE) == null) {
            replace(draft.own());
            draft.phones().forEach(this::replace);
        }
    }

    private void replace(ValueTree values) {
        CellValue value = values.value(MODEL);
        if (value == null || value.kind() != CellValueKind.TEXT || values.value(TEMPLATE) != null) {
            return;
        }
        ModelIndex.KnownModel known = models.model(null, value.text());
        ModelIndex.KnownModel found = known == null ? models.search(value.text()) : known;
        if (found == null) {
            return;
        }
        CsvCell cell = values.remove(MODEL).cell();
        values.put(List.of(PathStep.key(MODEL)), CellValue.text(found.fullName()), cell);
        if (known == null) {
            problems.add(cell.warning(
                    file,
                    "this is no name of a model, and is taken for " + found.fullName()
                            + "; if it is another model, write its name"));
        }
    }
}

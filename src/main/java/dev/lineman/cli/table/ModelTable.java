package dev.lineman.cli.table;

import dev.lineman.build.report.CountPhrase;
import dev.lineman.cli.table.TextTable.Shortening;
import dev.lineman.cli.table.TextTable.TableColumn;
import dev.lineman.inventory.extension.ModelPattern;
import dev.lineman.operator.view.ModelJson;
import dev.lineman.template.model.ModelEntry;
import dev.lineman.template.model.ModelField;
import dev.lineman.template.model.ModelModules;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The models of phones as a table for people.
 *
 * @param models in the order of the rows
 */
public record ModelTable(List<ModelEntry> models) {
    /** A word that selects the models with expansion modules. */
    private static final List<String> MODULE_WORDS = List.of("modules", "expansion");

    /** The feature that the table does not show: it says nothing about what a phone can do. */
    private static final String FIRMWARE_LOGIN = "firmware_login";

    public ModelTable {
        models = List.copyOf(models);
    }

    /**
     * Returns a table of the models that match all words. A word is a part of a name, of the family or of the template; or
     * a feature, such as {@code srtp} or {@code modules}. Case, blanks and punctuation do not matter.
     */
    public ModelTable matching(List<String> words) {
        return new ModelTable(models.stream()
                .filter(model -> words.stream().allMatch(word -> matches(model, word)))
                .toList());
    }

    private static boolean matches(ModelEntry model, String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        if (model.texts(ModelField.FEATURES).contains(lower) || (hasModules(model) && MODULE_WORDS.contains(lower))) {
            return true;
        }
        String part = ModelPattern.normalise(word);
        List<String> names = new ArrayList<>(model.names().all());
        names.add(ModelPattern.normalise(model.text(ModelField.FAMILY)));
        names.add(ModelPattern.normalise(model.text(ModelField.TEMPLATE)));
        return names.stream().anyMatch(name -> name.contains(part));
    }

    private static boolean hasModules(ModelEntry model) {
        ModelModules modules = model.modules();
        return modules != null && modules.count() > 0;
    }

    /** Returns lines of at most {@link TextTable#WIDTH} columns: headings, one line per model, and the next step. */
    public List<String> lines() {
        TextTable table = new TextTable(List.of(
                new TableColumn("MODEL", 16, Shortening.MIDDLE),
                new TableColumn("FAMILY", 8, Shortening.END),
                new TableColumn("TEMPLATE", 12, Shortening.MIDDLE),
                TableColumn.whole("ACCOUNTS"),
                TableColumn.whole("KEYS"),
                TableColumn.whole("MODULES"),
                TableColumn.whole("SUPPORTS")));
        models.forEach(model -> table.add(row(model)));
        List<String> lines = new ArrayList<>(table.lines(TextTable.WIDTH));
        Set<String> keys = new HashSet<>();
        Set<String> several = new TreeSet<>();
        models.stream()
                .filter(model -> !keys.add(model.key()))
                .map(ModelEntry::name)
                .forEach(several::add);
        String step = CountPhrase.of(keys.size(), "model")
                + (several.isEmpty()
                        ? "; write the name into an extension file, for example 'model: "
                                + models.get(0).name() + "'"
                        : "; several templates have " + String.join(", ", several)
                                + ": choose one with 'template' in the extension file or in a _defaults.yaml");
        lines.addAll(DisplayWidth.wrap(DisplayWidth.printable(step), TextTable.WIDTH, "  "));
        return lines;
    }

    private static List<String> row(ModelEntry model) {
        ModelModules modules = model.modules();
        return List.of(
                model.name(),
                model.text(ModelField.FAMILY),
                model.text(ModelField.TEMPLATE),
                text(model.number(ModelField.LINES)),
                text(ModelJson.keys(model)),
                modules == null || modules.count() == 0 ? "" : modules.count() + " x " + modules.keys(),
                supports(model));
    }

    /** The features of a model that the table shows. */
    private static String supports(ModelEntry model) {
        return model.texts(ModelField.FEATURES).stream()
                .filter(feature -> !feature.equals(FIRMWARE_LOGIN))
                .collect(Collectors.joining(" "));
    }

    private static String text(@Nullable Integer number) {
        return number == null ? "" : number.toString();
    }
}

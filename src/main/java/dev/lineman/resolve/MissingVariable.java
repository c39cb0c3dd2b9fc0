package dev.lineman.resolve;

import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.Phone;
import dev.lineman.inventory.ValueLayer;
import dev.lineman.inventory.extension.BuiltInNames;
import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.inventory.extension.ExtensionFile;
import dev.lineman.inventory.extension.FolderDefaults;
import dev.lineman.problem.MissingValue;
import dev.lineman.problem.NearestName;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.resolve.key.KeyName;
import dev.lineman.resolve.url.ProvisioningLink;
import dev.lineman.resolve.url.ProvisioningUrl;
import dev.lineman.template.header.Header;
import dev.lineman.template.model.ModelEntry;
import dev.lineman.template.model.ModelField;
import dev.lineman.template.model.ModelFile;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The problem that a template reads a variable which no layer of the phone sets. Its place is where the variable
 * belongs: in the defaults that all phones of the site have. Stateless.
 */
final class MissingVariable {
    private static final String VARS = ExtensionField.VARS.key();

    private MissingVariable() {}

    /**
     * Returns the problem.
     *
     * @param name the name in the template, in lower case
     * @param headerNames the names that the template's header sets
     * @param readAt where the template reads the name
     * @return null if the name cannot be a variable, or looks like a misspelt name in the template
     */
    static @Nullable Problem of(Phone phone, String name, Set<String> headerNames, Position readAt) {
        boolean link = ProvisioningLink.isName(name);
        if (!link && (isBuiltIn(name) || isMisspelt(name, headerNames))) {
            return null;
        }
        String key = link ? ProvisioningUrl.KEY : VARS + '.' + name;
        ValueLayer defaults = defaults(phone.layers());
        String file = defaults == null ? ExtensionFile.FOLDER + FolderDefaults.FILE_NAME : defaults.file();
        Position at = defaults == null
                ? phone.first().phonePosition()
                : defaults.fields().positionOf(file, VARS);
        String similar = link ? "" : NearestName.hint(name, phone.layers().keys(VARS));
        return Problem.blocking(at, "'" + key + "' is missing; add it to " + file + similar)
                .expectedIn(FolderDefaults.pathsAbove(phone.first().file()))
                .with(new MissingValue(key, file, readAt));
    }

    /**
     * Returns the problem that a template reads a value which the data of the model does not have. Only a file of models
     * can give it.
     */
    static Problem ofModel(ModelEntry model, ModelField field, Position readAt) {
        return Problem.blocking(
                        readAt,
                        "'" + field.key() + "' of model '" + model.name()
                                + "' is not known; add it to the model in a file below " + ModelFile.FOLDER)
                .expectedIn(List.of(ModelFile.FOLDER));
    }

    /**
     * Returns the problem that a template reads a variable of one line, and its header does not say that each line has its
     * own value.
     *
     * @param variable in lower case
     */
    static Problem ofLine(String variable, Header header, Position readAt) {
        if (header.settings().containsKey(variable) || header.names().contains(variable)) {
            return Problem.blocking(
                    readAt,
                    "'" + variable
                            + "' has one value for the whole phone, and none for each line; write scope=\"line\" on"
                            + " its declaration in the header, or read %%" + variable + "%%");
        }
        Set<String> known = new TreeSet<>(header.lineNames());
        known.addAll(LinePlaceholder.fields());
        String hint = NearestName.hint(variable, known);
        return Problem.blocking(
                readAt,
                "no line has a value '" + variable + "'"
                        + (hint.isEmpty() ? "; correct it, or declare it in the header with scope=\"line\"" : hint));
    }

    /** Whether a name in lower case has a value without {@code vars}, from the extension, the phone or a key. */
    static boolean isBuiltIn(String name) {
        KeyName key = KeyName.parse(name);
        return BuiltInNames.contains(name) || (key != null && key.part() == null);
    }

    /** Whether a name looks like one that has a value without {@code vars}. */
    private static boolean isMisspelt(String name, Set<String> headerNames) {
        Set<String> offered = new TreeSet<>(headerNames);
        offered.addAll(BuiltInNames.OF_PHONE);
        return !offered.contains(name) && !NearestName.find(name, offered, 1).isEmpty();
    }

    /**
     * The defaults for all phones of the site: those that name the site, or else the outermost ones. Null if there are
     * none.
     */
    private static @Nullable ValueLayer defaults(LayerStack layers) {
        LayerStack.LayerValue site = layers.get("site");
        if (site != null && site.layer().kind() == ValueLayer.LayerKind.FOLDER) {
            return site.layer();
        }
        List<ValueLayer> folders = layers.all().stream()
                .filter(layer -> layer.kind() == ValueLayer.LayerKind.FOLDER)
                .toList();
        return folders.isEmpty() ? null : folders.get(folders.size() - 1);
    }
}

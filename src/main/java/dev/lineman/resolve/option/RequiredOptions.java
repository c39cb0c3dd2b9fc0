package dev.lineman.resolve.option;

import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.ValueLayer;
import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.problem.NearestName;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.resolve.value.Dependency;
import dev.lineman.resolve.value.ProblemWording;
import dev.lineman.resolve.value.ReferenceResolver;
import dev.lineman.resolve.value.ResolvedValue;
import dev.lineman.template.Catalog;
import dev.lineman.template.Template;
import dev.lineman.template.header.OptionOffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The option values that {@code require} demands of a phone, in the layers of all its lines, or of one line. Each of them
 * must hold: a nearer layer can add one, and replaces none. What the template cannot do is a blocking problem.
 *
 * <p>Part of the selection of options. Not thread-safe.
 */
final class RequiredOptions {
    private static final String REQUIRE = ExtensionField.REQUIRE.key();
    /** What to do about a value that other phones can have, as the end of a message. */
    private static final String OTHER_PHONES = "; use another template, or require this of other phones only";

    private final LayerStack nearest;
    private final Template template;
    private final Catalog catalog;
    private final ReferenceResolver referenceResolver;
    /** The values by option, in any case of letters, the nearest first. */
    private final Map<String, List<LayerStack.LayerValue>> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    /**
     * Collects required values.
     *
     * @param stacks the layers of all lines of a phone, or of one line; those of the first come first
     * @param context receives the problems
     */
    RequiredOptions(List<LayerStack> stacks, SelectionContext context) {
        this.nearest = stacks.get(0);
        this.template = context.template();
        this.catalog = context.catalog();
        this.referenceResolver = context.referenceResolver();
        Set<Position> seen = new HashSet<>();
        stacks.forEach(layers -> collect(layers, seen));
    }

    /**
     * Adds the values of all layers.
     *
     * @param seen the positions of the values so far, since accounts share folders
     */
    private void collect(LayerStack layers, Set<Position> seen) {
        for (ValueLayer layer : layers.all()) {
            FieldValues required = layer.fields().fields(REQUIRE);
            for (int i = 0; i < required.size(); i++) {
                LayerStack.LayerValue value =
                        new LayerStack.LayerValue(required.value(i), layer, required.packedPosition(i));
                if (seen.add(value.position())) {
                    values.computeIfAbsent(required.key(i), name -> new ArrayList<>())
                            .add(value);
                }
            }
        }
    }

    /**
     * A required value that the template has.
     *
     * @param found the value with its layer
     * @param meaning the value of the option that it names
     */
    record RequiredOption(LayerStack.LayerValue found, Object meaning) {}

    /** Reports the required options that the template does not have. All templates share the message for a typo. */
    void reportMissingOptions() {
        values.forEach((name, required) -> {
            if (template.header().option(name) == null) {
                String reason = isOffered(name)
                        ? template.path() + " has no option '" + name + "'"
                                + ProblemWording.optionsOf(template.header(), name) + OTHER_PHONES
                        : unknownOption(name);
                required.forEach(value -> reportUnmet(value, reason));
            }
        });
    }

    /** Whether a template has an option. The answer may change with each template that has options. */
    private boolean isOffered(String name) {
        boolean offered = catalog.hasOption(name);
        referenceResolver.addDependency(new Dependency(
                Dependency.DependencyKind.OPTION, offered ? name.toLowerCase(Locale.ROOT) : Dependency.ANY_OPTION));
        return offered;
    }

    private String unknownOption(String name) {
        String hint = NearestName.hint(name, catalog.optionNames());
        return "no template has an option '" + name + "'" + (hint.isEmpty() ? "; correct it, or remove it" : hint);
    }

    /**
     * Returns the nearest required value of an option; null if no value is required, or none that the option has.
     *
     * @param where the option in the template, for problems
     * @param meaning the value of the option that a text names; null if it names none, or several
     */
    @Nullable
    RequiredOption find(OptionOffer option, String where, Function<String, @Nullable Object> meaning) {
        RequiredOption nearest = null;
        for (LayerStack.LayerValue required : values.getOrDefault(option.name(), List.of())) {
            ResolvedValue value = referenceResolver.followIfKnown(required);
            Object meant = value == null ? null : meaning.apply(value.text());
            if (value != null && meant == null) {
                reportUnmet(
                        required,
                        OptionPicker.quoted(value)
                                + (option.accepts(value.text())
                                        ? " names several values of option '"
                                        : " is no value of option '")
                                + option.name() + "' at " + where
                                + ProblemWording.alternatives(option, value.secret() ? "" : value.text())
                                + OTHER_PHONES);
            } else if (nearest == null && meant != null) {
                nearest = new RequiredOption(required, meant);
            } else if (nearest != null && meant != null && !meant.equals(nearest.meaning())) {
                referenceResolver.report(Problem.blocking(
                        nearest.found().position(),
                        "'" + option.name() + "' is required with another value at " + required.position()
                                + "; both must hold, so write the same value, or remove one"));
            }
        }
        return nearest;
    }

    /** Reports a required value that the phone cannot have. */
    private void reportUnmet(LayerStack.LayerValue required, String reason) {
        referenceResolver.report(Problem.blocking(
                required.position(), "'require' cannot be met, so the phone keeps its last good files: " + reason));
    }

    /**
     * Whether a picked value stands nearer to the phone than a required one, or beside it. A later line can require a value
     * too; then only the defaults of folders are farther away.
     */
    boolean isNearer(LayerStack.LayerValue picked, LayerStack.LayerValue required) {
        int place = nearest.all().indexOf(required.layer());
        if (place < 0) {
            return !picked.layer().kind().isDefault();
        }
        int ofPicked = nearest.all().indexOf(picked.layer());
        return ofPicked >= 0 && ofPicked <= place;
    }
}

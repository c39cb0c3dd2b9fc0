package dev.lineman.resolve.parameter;

import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.ValueLayer;
import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.inventory.extension.VariableNames;
import dev.lineman.problem.Problem;
import dev.lineman.resolve.value.ReferenceResolver;
import dev.lineman.resolve.value.ResolvedValue;
import dev.lineman.template.Template;
import dev.lineman.template.parameter.ParameterFormat;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The vendor parameters of one phone from {@code settings} of all layers. They merge by name, and the nearest value wins.
 * A parameter that the format of the template does not allow is left out, with a problem. {@code build.usage} reports
 * what is for no phone. Immutable.
 */
public final class PhoneParameters {
    /** A name for all parameters together, for fingerprints. No placeholder can contain {@code $}. */
    public static final String NAME = "$settings";

    /** A subject without parameters. */
    public static final PhoneParameters NONE = new PhoneParameters(List.of(), new TreeMap<>());

    /** The limits of one phone. */
    private static final int MAX_PARAMETERS = 2_000;

    private static final int MAX_CHARACTERS = 256 << 10;

    /** A parameter of Grandstream in files of the older form. */
    private static final Pattern P_VALUE = Pattern.compile("P[0-9]+");

    private static final String SETTINGS = ExtensionField.SETTINGS.key();

    private final List<VendorParameter> all;
    private final SortedMap<String, List<LayerStack.LayerValue>> given;

    private PhoneParameters(List<VendorParameter> all, SortedMap<String, List<LayerStack.LayerValue>> given) {
        this.all = List.copyOf(all);
        this.given = Collections.unmodifiableSortedMap(given);
    }

    /**
     * Resolves the parameters of a phone.
     *
     * @param layers of the phone
     * @param template says which families and names count
     * @param referenceResolver follows references, and receives the problems
     */
    public static PhoneParameters of(LayerStack layers, Template template, ReferenceResolver referenceResolver) {
        ParameterFormat format = template.parameterFormat();
        if (format == null
                || layers.all().stream().noneMatch(layer -> layer.fields().indexOf(SETTINGS) >= 0)) {
            return NONE;
        }
        SortedMap<String, List<LayerStack.LayerValue>> given = given(layers, template);
        List<VendorParameter> all = new ArrayList<>();
        int characters = 0;
        for (Map.Entry<String, List<LayerStack.LayerValue>> entry : given.entrySet()) {
            String name = entry.getKey();
            LayerStack.LayerValue nearest = entry.getValue().get(0);
            String objection = objection(format, name, nearest, template);
            if (objection != null) {
                referenceResolver.report(Problem.error(nearest.position(), objection));
                continue;
            }
            VendorParameter parameter = resolve(name, nearest, referenceResolver);
            if (parameter.values().stream().anyMatch(value -> !format.canWrite(value.text()))) {
                referenceResolver.report(Problem.error(nearest.position(), impossible(format, name, template)));
                continue;
            }
            characters += parameter.values().stream()
                    .mapToInt(value -> name.length() + value.text().length())
                    .sum();
            if (characters > MAX_CHARACTERS || all.size() == MAX_PARAMETERS) {
                referenceResolver.report(Problem.blocking(
                        nearest.position(),
                        "a phone has at most " + MAX_PARAMETERS + " parameters in 'settings', and at most "
                                + (MAX_CHARACTERS >> 10) + " KiB; remove some"));
                break;
            }
            all.add(parameter);
        }
        return new PhoneParameters(all, given);
    }

    /** The values of each parameter in all layers, the nearest first. */
    private static SortedMap<String, List<LayerStack.LayerValue>> given(LayerStack layers, Template template) {
        SortedMap<String, List<LayerStack.LayerValue>> given = new TreeMap<>();
        for (ValueLayer layer : layers.all()) {
            FieldValues settings = layer.fields().fields(SETTINGS);
            for (int i = 0; i < settings.size(); i++) {
                if (settings.value(i) instanceof FieldValues family) {
                    boolean counts = template.header().isFamily(settings.key(i));
                    for (int n = 0; counts && n < family.size(); n++) {
                        add(given, family, n, layer);
                    }
                } else if (isFlat(layer.kind())) {
                    add(given, settings, i, layer);
                }
            }
        }
        return given;
    }

    /** Whether a layer can have parameters without a family: it is for one phone, or for some models. */
    private static boolean isFlat(ValueLayer.LayerKind kind) {
        return kind == ValueLayer.LayerKind.PHONE || kind == ValueLayer.LayerKind.MODEL;
    }

    private static void add(
            SortedMap<String, List<LayerStack.LayerValue>> given, FieldValues fields, int index, ValueLayer layer) {
        given.computeIfAbsent(fields.key(index), first -> new ArrayList<>())
                .add(new LayerStack.LayerValue(fields.value(index), layer, fields.packedPosition(index)));
    }

    /** Why a template does not take a parameter, and what to do; null if it does. */
    private static @Nullable String objection(
            ParameterFormat format, String name, LayerStack.LayerValue value, Template template) {
        if (template.header().isFamily(name)) {
            return "'" + name + "' in 'settings' is a family, so it has a mapping of parameters; write " + name
                    + ": {NAME: VALUE}";
        }
        if (format == ParameterFormat.ITEMS && P_VALUE.matcher(name).matches()) {
            return "'" + name + "' is a P value, and " + template.path()
                    + " has items, so it is left out; write the name of the item, such as '" + format.example() + "'";
        }
        if (!format.allows(name)) {
            return "'" + name + "' is no name of a parameter in " + template.path()
                    + ", so it is left out; such a name is '" + format.example() + "'";
        }
        return value.value() instanceof FieldValues.Items && !format.allowsList()
                ? "'" + name + "' has one value in " + template.path() + ", so this list is left out; write one text"
                : null;
    }

    /** Why a file cannot have a value, which can be a secret. */
    private static String impossible(ParameterFormat format, String name, Template template) {
        return "'" + name + "' has a quotation mark that "
                + (format == ParameterFormat.COLONS
                        ? "is first, or beside '#' or an outer blank"
                        : "a file of " + template.path() + " cannot have")
                + ", so it is left out; write the value without '\"'";
    }

    private static VendorParameter resolve(
            String name, LayerStack.LayerValue found, ReferenceResolver referenceResolver) {
        List<LayerStack.LayerValue> written = new ArrayList<>();
        if (found.value() instanceof FieldValues.Items items) {
            for (int i = 0; i < items.values().size(); i++) {
                written.add(new LayerStack.LayerValue(items.values().get(i), found.layer(), items.packedPosition(i)));
            }
        } else {
            written.add(found);
        }
        List<VendorParameter.ParameterValue> values = new ArrayList<>();
        for (LayerStack.LayerValue value : written) {
            boolean secret = VariableNames.isSecretParameter(name, String.valueOf(value.value()));
            ResolvedValue resolved = referenceResolver.follow(value, secret);
            values.add(new VendorParameter.ParameterValue(resolved.text(), resolved.secret()));
        }
        return new VendorParameter(name, values, found.position());
    }

    /** The parameters in the order of their names. */
    public List<VendorParameter> all() {
        return all;
    }

    /** The values of a parameter in all layers, the nearest first; empty if no layer gives it. */
    public List<LayerStack.LayerValue> given(String name) {
        return List.copyOf(given.getOrDefault(name, List.of()));
    }

    /**
     * The parameters as one text for comparison: different parameters give different texts, and so do a secret and the
     * same text that is none. Null without parameters.
     */
    public @Nullable String serialized() {
        StringBuilder text = new StringBuilder();
        for (VendorParameter parameter : all) {
            append(text, parameter.name());
            text.append(parameter.values().size()).append(';');
            for (VendorParameter.ParameterValue value : parameter.values()) {
                append(text.append(value.secret() ? 's' : 't'), value.text());
            }
        }
        return all.isEmpty() ? null : text.toString();
    }

    private static void append(StringBuilder to, String text) {
        to.append(text.length()).append(':').append(text);
    }
}

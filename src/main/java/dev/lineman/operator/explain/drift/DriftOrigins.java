package dev.lineman.operator.explain.drift;

import dev.lineman.build.State;
import dev.lineman.inventory.Phone;
import dev.lineman.operator.explain.drift.GivenValues.GivenFile;
import dev.lineman.operator.explain.drift.GivenValues.GivenValue;
import dev.lineman.operator.view.drift.PhoneDrift;
import dev.lineman.problem.Position;
import dev.lineman.render.Renderer;
import dev.lineman.render.text.SecretFinder;
import dev.lineman.resolve.PhoneValues;
import dev.lineman.resolve.origin.Provenance;
import dev.lineman.resolve.origin.ValueOrigins;
import dev.lineman.resolve.value.ResolvedValue;
import dev.lineman.template.DeviceConfig;
import dev.lineman.template.Fragment;
import dev.lineman.template.dialect.Content;
import dev.lineman.template.parameter.ParameterFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds the lines of the inputs and of the template by which a phone was given its values. For one phone, by one thread.
 */
final class DriftOrigins {
    /** An index of a list of the model. */
    private static final Pattern INDEX = Pattern.compile("\\[([0-9]+)]");

    /** A number in a parameter's name, as a template may write it. */
    private static final String NUMBER = "[^\\s=\"<>]{1,60}?";

    /** The names of one path. More are not listed: the path is a list as a whole. */
    private static final int MAX_NAMES = 4;

    private final State state;
    private final PhoneValues names;
    private final Renderer renderer;
    private final SecretFinder secrets;
    private final ValueOrigins valueOrigins;
    private final int accounts;

    DriftOrigins(State state, Phone phone, PhoneValues names, Renderer renderer, SecretFinder secrets) {
        this.state = state;
        this.names = names;
        this.renderer = renderer;
        this.secrets = secrets;
        this.valueOrigins = new ValueOrigins(phone, names);
        this.accounts = phone.accounts().size();
    }

    /**
     * Explains the values that differ.
     *
     * @param differing by parameter, what the phone uses, without secrets
     */
    List<PhoneDrift.OverriddenValue> explain(Map<String, String> differing, GivenValues given) {
        Map<GivenFile, Set<String>> byFile = new LinkedHashMap<>();
        Map<String, Provenance> settings = new HashMap<>();
        valueOrigins.parameters(Set.of()).forEach(setting -> settings.put(setting.name(), setting));
        differing
                .keySet()
                .forEach(name -> byFile.computeIfAbsent(value(given, name).file(), first -> new TreeSet<>())
                        .add(name));
        List<PhoneDrift.OverriddenValue> values = new ArrayList<>();
        byFile.forEach((file, parameters) -> {
            DeviceConfig config = file.config();
            ParameterFormat format = config.parameterFormat();
            Map<String, Set<String>> origins = format == null
                    ? Map.of()
                    : ParameterOrigins.find(
                            renderer, config, format, state.inputs().catalog(), names, parameters);
            for (String name : parameters) {
                GivenValue value = value(given, name);
                Provenance setting = settings.get("settings." + name);
                values.add(new PhoneDrift.OverriddenValue(
                        name,
                        differing.getOrDefault(name, ""),
                        value.secret() || DriftFinder.hasSecretName(name)
                                ? ResolvedValue.DOTS
                                : DriftFinder.printable(secrets.mask(value.text())),
                        place(file, name),
                        setting == null ? origins(origins.getOrDefault(name, Set.of())) : List.of(origin(setting))));
            }
        });
        values.sort(Comparator.comparing(PhoneDrift.OverriddenValue::name));
        return values;
    }

    private static GivenValue value(GivenValues given, String name) {
        GivenValue value = given.byName().get(name);
        if (value == null) {
            throw new IllegalStateException("a value differs only from a given one");
        }
        return value;
    }

    private List<PhoneDrift.ValueOrigin> origins(Set<String> paths) {
        Set<String> all = new TreeSet<>();
        paths.forEach(path -> all.addAll(names(path)));
        List<PhoneDrift.ValueOrigin> origins = new ArrayList<>();
        for (String name : all) {
            Provenance from = valueOrigins.of(name);
            if (!from.from().isEmpty()) {
                origins.add(origin(from));
            }
        }
        return origins;
    }

    /** The names of a path of the model, or the name of a placeholder itself. */
    private List<String> names(String path) {
        Matcher index = INDEX.matcher(path);
        List<String> found = valueOrigins.namesOf(index.replaceAll("[]"));
        if (found.isEmpty()) {
            return names.value(path) == null ? List.of() : List.of(path);
        }
        boolean ofAccount = path.startsWith("accounts[") && index.reset().find() && found.size() == accounts;
        return ofAccount
                ? List.of(found.get(Integer.parseInt(index.group(1))))
                : found.subList(0, Math.min(MAX_NAMES, found.size()));
    }

    private PhoneDrift.ValueOrigin origin(Provenance from) {
        return new PhoneDrift.ValueOrigin(
                from.name(),
                from.from().stream()
                        .map(place -> new Provenance.OriginPlace(place.layer(), place.at(), secrets.mask(place.text())))
                        .toList());
    }

    /**
     * Where the template writes a parameter; the start of the element that makes the file if it computes the name. A loop
     * writes numbers in a name as references.
     */
    private Position place(GivenFile file, String name) {
        String literal = Pattern.quote(name);
        String counted =
                Arrays.stream(name.split("[0-9]+", -1)).map(Pattern::quote).collect(Collectors.joining(NUMBER));
        for (String written : counted.equals(literal) ? List.of(literal) : List.of(literal, counted)) {
            Pattern whole = Pattern.compile("(?<![A-Za-z0-9_.])" + written + "(?![A-Za-z0-9_.])");
            for (Content content : contents(file)) {
                Matcher found = whole.matcher(content.text());
                if (found.find()) {
                    return content.at(found.start());
                }
            }
        }
        return file.config().at();
    }

    /** The content of a file, and the fragments in it. */
    private List<Content> contents(GivenFile file) {
        List<Content> contents = new ArrayList<>();
        if (file.config().src() == null) {
            contents.add(file.config().content());
        }
        for (String path : file.fragments()) {
            Fragment fragment = state.inputs().catalog().fragment(path);
            if (fragment != null) {
                contents.add(fragment.content());
            }
        }
        return contents;
    }
}

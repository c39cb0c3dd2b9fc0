package dev.lineman.inventory.extension;

import dev.lineman.collection.StringPool;
import dev.lineman.input.yaml.YamlNode;
import dev.lineman.inventory.extension.ExtensionField.FieldScope;
import dev.lineman.problem.NearestName;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads mappings and lists into {@link FieldValues}, held against the table of {@link ExtensionField}. Thread-safe. */
public final class FieldValuesReader {
    private static final Pattern VARIABLE_NAME = Pattern.compile("[\\p{L}\\p{N}_.:-]+");
    private static final Pattern BLF_NUMBER = Pattern.compile("[1-9]\\d{0,3}");
    private static final Pattern KEY_WORD = Pattern.compile("[a-z][a-z_]{0,39}");

    private final StringPool texts = new StringPool();

    /** The mapping's values that are given. */
    FieldValues read(YamlNode.Mapping mapping, FieldScope scope, FileProblems problems) {
        FieldValuesBuilder fields = new FieldValuesBuilder(texts);
        for (YamlNode.MappingEntry entry : mapping.mappingEntries()) {
            String key = entry.key().text();
            ExtensionField field = ExtensionField.of(key);
            if (field == null || !field.isIn(scope)) {
                problems.error(entry.key(), unknownKey(entry, field, scope));
            } else if (isGiven(entry.value())) {
                fields.put(key, value(field, entry.value(), problems), entry.value());
            }
        }
        return fields.fields();
    }

    private static String unknownKey(
            YamlNode.MappingEntry entry, @Nullable ExtensionField elsewhere, FieldScope scope) {
        String key = entry.key().text();
        if (scope == FieldScope.DEFAULTS && elsewhere != null && elsewhere.isNeverDefault()) {
            return "'" + key + "' belongs to one extension and cannot be a default";
        }
        if (key.equals("<<")) {
            return "merge keys are not used here: put what extensions share into " + FolderDefaults.FILE_NAME;
        }
        if (scope == FieldScope.EXTENSION && elsewhere != null && elsewhere.isIn(FieldScope.PHONE)) {
            return "'" + key + "' belongs below 'phone:'";
        }
        if (scope == FieldScope.PHONE && elsewhere != null && elsewhere.isIn(FieldScope.EXTENSION)) {
            return "'" + key + "' does not belong to the phone; write it beside 'extension:'";
        }
        // In {auth_password: a,b} the key b is half a password.
        boolean named = isGiven(entry.value()) && KEY_WORD.matcher(key).matches();
        return (named ? "unknown key '" + key + "'" : "this is no known key") + " in " + scope.title()
                + NearestName.hint(key, ExtensionField.keys(field -> field.isIn(scope)));
    }

    /** Whether a mapping gives a key, rightly or not. */
    static boolean hasValue(YamlNode.Mapping mapping, String key) {
        return mapping.mappingEntries().stream()
                .anyMatch(entry -> entry.key().text().equals(key) && isGiven(entry.value()));
    }

    private static boolean isGiven(YamlNode node) {
        return !(node instanceof YamlNode.Scalar scalar) || scalar.given();
    }

    private @Nullable Object value(ExtensionField field, YamlNode node, FileProblems problems) {
        String key = field.key();
        return switch (field.kind()) {
            case TEXT, PASSWORD, URL -> ScalarReader.text(key, node, problems);
            case PLAIN -> ScalarReader.plain(key, node, problems);
            case MAC -> ScalarReader.mac(node, problems);
            case LINE -> ScalarReader.line(node, problems);
            case SITE -> ScalarReader.site(node, problems);
            case MAP -> map(key, node, false, problems);
            case VARS -> vars(node, problems);
            case LIST -> list(key, node, problems);
            case BLF -> blf(node, problems);
            case PHONE -> phone(node, problems);
            case PHONES -> phones(node, problems);
            case MODELS -> models(node, problems);
            case PROVISIONING -> scoped(key, FieldScope.PROVISIONING, node, problems);
            case USER -> ProvisioningReader.text(key, node, problems, ProvisioningReader::userError);
            case TOKEN -> ProvisioningReader.text(key, node, problems, ProvisioningReader::tokenError);
            case NETWORKS -> networks(node, problems);
            case FLAG -> ProvisioningReader.flag(key, node, problems);
            case MOMENT -> ProvisioningReader.moment(key, node, problems);
            case COUNT -> ProvisioningReader.count(key, node, problems);
        };
    }

    /** A mapping of names to text; {@code plain}: in which nothing refers to anything else. */
    @Nullable
    public FieldValues map(String what, YamlNode node, boolean plain, FileProblems problems) {
        return entries(what, node, problems, (entry, fields) -> {
            String key = entry.key().text();
            if (ControlCharacters.in(key)) {
                problems.error(entry.key(), "a name in '" + what + "' has a control character; remove it");
            } else if (isGiven(entry.value())) {
                Object value = plain
                        ? ScalarReader.plain(key, entry.value(), problems)
                        : ScalarReader.text(key, entry.value(), problems);
                fields.put(key, value, entry.value());
            }
        });
    }

    private @Nullable FieldValues vars(YamlNode node, FileProblems problems) {
        Set<String> seen = new HashSet<>();
        return entries("vars", node, problems, (entry, fields) -> {
            String key = entry.key().text();
            String name = key.toLowerCase(Locale.ROOT);
            if (!VARIABLE_NAME.matcher(name).matches()) {
                problems.error(entry.key(), "a name in 'vars' has only letters, digits, '_', '.', ':' and '-'");
            } else if (BuiltInNames.contains(name)) {
                problems.error(entry.key(), "'" + key + "' cannot be set in 'vars': it comes from the extension");
            } else if (!seen.add(name)) {
                problems.error(entry.key(), "this name stands twice in 'vars': names are compared without case");
            } else if (isGiven(entry.value())) {
                fields.put(name, ScalarReader.text(key, entry.value(), problems), entry.value());
            }
        });
    }

    private FieldValues.@Nullable Items list(String key, YamlNode node, FileProblems problems) {
        if (!(node instanceof YamlNode.Sequence sequence)) {
            problems.error(node, "'" + key + "' is a list, such as [PCMA, G722]");
            return null;
        }
        return readItems(sequence, item -> isGiven(item) ? ScalarReader.text(key, item, problems) : null);
    }

    /** A list becomes {@link FieldValues.Items}, which replace what lies below; a map is merged key by key. */
    private @Nullable Object blf(YamlNode node, FileProblems problems) {
        if (node instanceof YamlNode.Sequence sequence) {
            return readItems(sequence, item -> {
                FieldValues key = isGiven(item) ? scoped("a BLF key", FieldScope.BLF_KEY, item, problems) : null;
                return key == null ? FieldValues.EMPTY : key;
            });
        }
        return entries("blf", node, problems, (entry, fields) -> {
            if (!BLF_NUMBER.matcher(entry.key().text()).matches()) {
                problems.error(entry.key(), "a BLF key's number is 1, 2, …");
            } else if (isGiven(entry.value())) {
                FieldValues key = scoped("a BLF key", FieldScope.BLF_KEY, entry.value(), problems);
                fields.put(entry.key().text(), key, entry.value());
            }
        });
    }

    private FieldValues.@Nullable Items networks(YamlNode node, FileProblems problems) {
        if (!(node instanceof YamlNode.Sequence sequence) || sequence.items().isEmpty()) {
            problems.error(
                    node,
                    "'allow' is a list of networks, such as [10.0.0.0/8]; [0.0.0.0/0, \"::/0\"] lets everybody in");
            return null;
        }
        return readItems(sequence, item -> ProvisioningReader.network(item, problems));
    }

    private @Nullable FieldValues phone(YamlNode node, FileProblems problems) {
        if (node instanceof YamlNode.Mapping mapping && !hasValue(mapping, "mac")) {
            problems.error(node, "the phone's MAC is missing: add 'mac: 12 HEX DIGITS'");
        }
        return scoped("phone", FieldScope.PHONE, node, problems);
    }

    private FieldValues.@Nullable Items phones(YamlNode node, FileProblems problems) {
        if (!(node instanceof YamlNode.Sequence sequence)) {
            problems.error(node, "'phones' is a list of phones; for one phone write 'phone:'");
            return null;
        }
        return readItems(sequence, item -> phone(item, problems));
    }

    private @Nullable FieldValues models(YamlNode node, FileProblems problems) {
        Set<String> seen = new HashSet<>();
        return entries("models", node, problems, (entry, fields) -> {
            if (!seen.add(ModelPattern.of(entry.key().text()).normalised())) {
                problems.error(
                        entry.key(),
                        "this pattern stands twice in 'models': they are compared without case, blanks and punctuation");
            }
            if (isGiven(entry.value())) {
                FieldValues values = scoped("a model", FieldScope.MODEL, entry.value(), problems);
                fields.put(entry.key().text(), values, entry.value());
            }
        });
    }

    /** A mapping with the keys of a scope. */
    private @Nullable FieldValues scoped(String what, FieldScope scope, YamlNode node, FileProblems problems) {
        YamlNode.Mapping mapping = mapping(what, node, problems);
        return mapping == null ? null : read(mapping, scope, problems);
    }

    /** A mapping whose keys may be any; the reader puts what an entry gives. */
    private @Nullable FieldValues entries(
            String what,
            YamlNode node,
            FileProblems problems,
            BiConsumer<YamlNode.MappingEntry, FieldValuesBuilder> reader) {
        YamlNode.Mapping mapping = mapping(what, node, problems);
        if (mapping == null) {
            return null;
        }
        FieldValuesBuilder fields = new FieldValuesBuilder(texts);
        mapping.mappingEntries().forEach(entry -> reader.accept(entry, fields));
        return fields.fields();
    }

    private FieldValues.Items readItems(YamlNode.Sequence sequence, Function<YamlNode, @Nullable Object> reader) {
        FieldValuesBuilder items = new FieldValuesBuilder(texts);
        sequence.items().forEach(item -> items.add(reader.apply(item), item));
        return items.items();
    }

    private static YamlNode.@Nullable Mapping mapping(String what, YamlNode node, FileProblems problems) {
        if (node instanceof YamlNode.Mapping mapping) {
            return mapping;
        }
        problems.error(node, "'" + what + "' is a mapping of names and values");
        return null;
    }
}

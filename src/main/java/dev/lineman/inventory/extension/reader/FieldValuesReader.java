package dev.lineman.inventory.extension.reader;

import dev.lineman.collection.StringPool;
import dev.lineman.input.yaml.FileProblems;
import dev.lineman.input.yaml.YamlNode;
import dev.lineman.inventory.extension.BuiltInNames;
import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.inventory.extension.ExtensionField.FieldScope;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.inventory.extension.FieldValuesBuilder;
import dev.lineman.inventory.extension.ModelPattern;
import dev.lineman.inventory.extension.ValueText;
import dev.lineman.inventory.extension.VariableNames;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads YAML mappings and lists into {@link FieldValues} and checks them against the table of {@link
 * ExtensionField}. A value with an error is left out, and its problem is recorded. Thread-safe: parsing uses all
 * processors.
 */
public final class FieldValuesReader {
    /** A name that a placeholder can refer to. */
    private static final Pattern VARIABLE_NAME = Pattern.compile("[\\p{L}\\p{N}_.:-]+");
    /** The number of a BLF key, from 1 to 9999. */
    private static final Pattern BLF_NUMBER = Pattern.compile("[1-9]\\d{0,3}");
    /** The name of a profile. A CSV cell can list several, with commas between them. */
    private static final Pattern PROFILE_NAME = Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N}_ .-]*");

    /** Shared by all files, because a fleet repeats keys, hosts and models. */
    private final StringPool texts = new StringPool();

    private final ListReader lists = new ListReader(texts);

    /**
     * Returns the values of a mapping. Keys without a value are left out.
     *
     * @param scope the kind of mapping, which decides the allowed keys
     */
    FieldValues read(YamlNode.Mapping mapping, FieldScope scope, FileProblems problems) {
        FieldValuesBuilder fields = new FieldValuesBuilder(texts);
        for (YamlNode.MappingEntry entry : mapping.mappingEntries()) {
            String key = entry.key().text();
            ExtensionField field = ExtensionField.of(key);
            if (field == null || !field.isIn(scope)) {
                problems.error(entry.key(), UnknownKey.message(entry, field, scope));
                continue;
            }
            if (field.isSecret() || field.isName()) {
                ScalarReader.checkWhole(key, entry.value(), problems);
            }
            if (isGiven(entry.value())) {
                Object value = value(field, entry.value(), problems);
                warn(value instanceof String text ? ValueText.objection(field, text) : null, entry.value(), problems);
                fields.put(key, value, entry.value());
            }
        }
        return fields.fields();
    }

    private static void warn(@Nullable String objection, YamlNode node, FileProblems problems) {
        if (objection != null) {
            problems.warning(node, objection);
        }
    }

    /** Whether a mapping has a key with a value, valid or not. */
    static boolean hasValue(YamlNode.Mapping mapping, String key) {
        return mapping.mappingEntries().stream()
                .anyMatch(entry -> entry.key().text().equals(key) && isGiven(entry.value()));
    }

    /** Whether a node has a value: {@code key:} alone has none. */
    static boolean isGiven(YamlNode node) {
        return !(node instanceof YamlNode.Scalar scalar) || scalar.given();
    }

    /** Reads the value of a field by its kind; null if it has an error. */
    private @Nullable Object value(ExtensionField field, YamlNode node, FileProblems problems) {
        String key = field.key();
        return switch (field.kind()) {
            case TEXT, PASSWORD -> ScalarReader.text(key, node, problems);
            case URL -> url(field, node, problems);
            case PLAIN -> ScalarReader.plain(key, node, problems);
            case MAC -> ScalarReader.mac(node, problems);
            case LINE -> ScalarReader.line(node, problems);
            case IPUI -> DectReader.ipui(node, problems);
            case HANDSET -> new DectReader(this, texts).handset(node, problems);
            case BASES -> new DectReader(this, texts).bases(node, problems);
            case SITE -> ScalarReader.site(node, problems);
            case TELEPHONE -> ScalarReader.telephone(key, node, problems);
            case TELEPHONES -> scoped(key, FieldScope.NUMBERS, node, problems);
            case SPEED_DIAL -> ScalarReader.speedDial(key, node, problems);
            case NAME_ORDER -> ScalarReader.nameOrder(key, node, problems);
            case MAP -> map(key, node, false, problems);
            case VARS -> vars(node, problems);
            case PARAMETERS -> new VendorParameterReader(texts).read(key, node, problems);
            case LIST -> lists.texts(key, node, problems);
            case NAMES -> lists.names(key, node, problems);
            case NAME_LIST -> lists.nameOrNames(key, node, problems);
            case BLF -> keys(field, node, problems);
            case PHONE -> phone(node, problems);
            case PHONES -> phones(node, problems);
            case MODULES -> lists.modules(node, problems);
            case MODELS -> models(node, problems);
            case PROFILES -> profiles(node, problems);
            case PROVISIONING -> scoped(key, FieldScope.PROVISIONING, node, problems);
            case USER -> ProvisioningReader.text(key, node, problems, ProvisioningReader::userError);
            case TOKEN -> ProvisioningReader.text(key, node, problems, ProvisioningReader::tokenError);
            case NETWORKS -> lists.networks(node, problems);
            case FLAG -> ProvisioningReader.flag(key, node, problems);
            case MOMENT -> ProvisioningReader.moment(key, node, problems);
            case COUNT -> ProvisioningReader.count(key, node, problems);
        };
    }

    /** Reads a URL, or a mapping with an exact one. */
    private @Nullable Object url(ExtensionField field, YamlNode node, FileProblems problems) {
        if (field == ExtensionField.EXACT || !(node instanceof YamlNode.Mapping mapping)) {
            return ScalarReader.text(field.key(), node, problems);
        }
        FieldValues exact = read(mapping, FieldScope.URL, problems);
        if (exact.size() == 0) {
            // A key with an error has its own problem.
            if (mapping.mappingEntries().stream().noneMatch(entry -> isGiven(entry.value()))) {
                problems.error(node, "'" + field.key() + "' is a URL, or a mapping with one: {exact: URL}");
            }
            return null;
        }
        return exact;
    }

    /**
     * Reads a mapping of any names to text. Except in the file of secrets, case does not matter in names.
     *
     * @param what the mapping's name for messages
     * @param secrets true for the file of secrets, whose values cannot be references
     * @return null if the node is no mapping
     */
    @Nullable
    public FieldValues map(String what, YamlNode node, boolean secrets, FileProblems problems) {
        Set<String> seen = new HashSet<>();
        return entries(what, node, problems, (entry, fields) -> {
            String key = entry.key().text();
            if (ValueText.hasControlCharacter(key)) {
                problems.error(entry.key(), "a name in '" + what + "' has a control character; remove it");
                return;
            }
            if (secrets) {
                ScalarReader.checkWhole(key, entry.value(), problems);
            } else if (!seen.add(key.toLowerCase(Locale.ROOT))) {
                problems.error(entry.key(), nameTwice(what));
                return;
            }
            if (isGiven(entry.value())) {
                Object value = secrets
                        ? ScalarReader.plain(key, entry.value(), problems)
                        : ScalarReader.text(key, entry.value(), problems);
                warn(
                        secrets && value instanceof String text ? ValueText.endsObjection(key, text) : null,
                        entry.value(),
                        problems);
                fields.put(key, value, entry.value());
            }
        });
    }

    private static String nameTwice(String what) {
        return "this name occurs twice in '" + what + "', where case does not matter; remove one";
    }

    /** Reads {@code vars}. Names are folded to lower case, as placeholders are. */
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
                problems.error(entry.key(), nameTwice("vars"));
            } else {
                if (VariableNames.isSecret(name) || VariableNames.isName(name)) {
                    ScalarReader.checkWhole(key, entry.value(), problems);
                }
                if (isGiven(entry.value())) {
                    fields.put(name, ScalarReader.text(key, entry.value(), problems), entry.value());
                }
            }
        });
    }

    /**
     * Reads {@code blf} or {@code softkeys}. A list replaces the lists of further layers. A map of key numbers is merged key
     * by key.
     */
    private @Nullable Object keys(ExtensionField field, YamlNode node, FileProblems problems) {
        String one = field == ExtensionField.BLF ? "a BLF key" : "a soft key";
        if (node instanceof YamlNode.Sequence sequence) {
            return lists.items(sequence, item -> {
                FieldValues key = isGiven(item) ? scoped(one, FieldScope.BLF_KEY, item, problems) : null;
                return key == null ? FieldValues.EMPTY : key;
            });
        }
        if (!(node instanceof YamlNode.Mapping)) {
            String example = field == ExtensionField.BLF ? "{type: speeddial, number: 112}" : "{type: dnd}";
            problems.error(
                    node,
                    "'" + field.key() + "' is a list of keys, or a mapping by key number, such as {1: " + example
                            + "}");
            return null;
        }
        return entries(field.key(), node, problems, (entry, fields) -> {
            if (!BLF_NUMBER.matcher(entry.key().text()).matches()) {
                problems.error(entry.key(), "the number of " + one + " is from 1 to 9999");
            } else if (isGiven(entry.value())) {
                FieldValues key = scoped(one, FieldScope.BLF_KEY, entry.value(), problems);
                fields.put(entry.key().text(), key, entry.value());
            }
        });
    }

    /** Reads {@code phone}, or one item of {@code phones}. */
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
        return lists.items(sequence, item -> phone(item, problems));
    }

    /** Reads {@code models}. Two patterns that are equal after normalisation are an error. */
    private @Nullable FieldValues models(YamlNode node, FileProblems problems) {
        Set<String> seen = new HashSet<>();
        return entries("models", node, problems, (entry, fields) -> {
            if (!seen.add(ModelPattern.of(entry.key().text()).normalised())) {
                problems.error(
                        entry.key(),
                        "this pattern occurs twice in 'models', where case, blanks and punctuation do not matter; remove one");
            }
            if (isGiven(entry.value())) {
                FieldValues values = scoped("a model", FieldScope.MODEL, entry.value(), problems);
                // The position of the pattern, since a problem can be about it.
                fields.put(entry.key().text(), values, entry.key());
            }
        });
    }

    /** Reads {@code profiles}. A name without values is a profile too. */
    private @Nullable FieldValues profiles(YamlNode node, FileProblems problems) {
        return entries("profiles", node, problems, (entry, fields) -> {
            if (!PROFILE_NAME.matcher(entry.key().text()).matches()) {
                problems.error(
                        entry.key(),
                        "the name of a profile has letters, digits, blanks, '_', '-' and '.', and neither a blank nor '-' nor"
                                + " '.' first");
                return;
            }
            FieldValues values =
                    isGiven(entry.value()) ? scoped("a profile", FieldScope.PROFILE, entry.value(), problems) : null;
            fields.put(entry.key().text(), values == null ? FieldValues.EMPTY : values, entry.key());
        });
    }

    /** Reads a mapping with the keys of a scope; null if the node is no mapping. */
    @Nullable
    FieldValues scoped(String what, FieldScope scope, YamlNode node, FileProblems problems) {
        YamlNode.Mapping mapping = mapping(what, node, problems);
        return mapping == null ? null : read(mapping, scope, problems);
    }

    /**
     * Reads a mapping with any keys.
     *
     * @param reader checks one entry and puts its value into the builder
     * @return null if the node is no mapping
     */
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

    static YamlNode.@Nullable Mapping mapping(String what, YamlNode node, FileProblems problems) {
        if (node instanceof YamlNode.Mapping mapping) {
            return mapping;
        }
        problems.error(node, (what.indexOf(' ') < 0 ? "'" + what + "'" : what) + " is a mapping of names and values");
        return null;
    }
}

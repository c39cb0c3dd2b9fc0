package dev.lineman.inventory;

import dev.lineman.disk.RecentTexts;
import dev.lineman.inventory.ExtensionField.Scope;
import dev.lineman.problem.Nearest;
import dev.lineman.yaml.Node;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads mappings and lists into {@link Fields}, held against the table of {@link ExtensionField}. Thread-safe. */
final class FieldsReader {
    private static final Pattern PLACEHOLDER = Pattern.compile("[\\p{L}\\p{N}_.:-]+");
    private static final Pattern BLF_NUMBER = Pattern.compile("[1-9]\\d{0,3}");
    private static final Pattern WORD = Pattern.compile("[a-z][a-z_]{0,39}");

    private final RecentTexts texts = new RecentTexts();

    /** The mapping's values that are given. */
    Fields read(Node.Mapping mapping, Scope scope, FileProblems problems) {
        FieldsBuilder fields = new FieldsBuilder(texts);
        for (Node.Entry entry : mapping.entries()) {
            String key = entry.key().text();
            ExtensionField field = ExtensionField.of(key);
            if (field == null || !field.isIn(scope)) {
                problems.error(entry.key(), unknownKey(entry, field, scope));
            } else if (given(entry.value())) {
                fields.put(key, value(field, entry.value(), problems), entry.value());
            }
        }
        return fields.fields();
    }

    private static String unknownKey(Node.Entry entry, @Nullable ExtensionField elsewhere, Scope scope) {
        String key = entry.key().text();
        if (scope == Scope.DEFAULTS && elsewhere != null && elsewhere.isNeverDefault()) {
            return "'" + key + "' belongs to one extension and cannot be a default";
        }
        if (key.equals("<<")) {
            return "merge keys are not used here: put what extensions share into " + Defaults.FILE_NAME;
        }
        if (scope == Scope.EXTENSION && elsewhere != null && elsewhere.isIn(Scope.PHONE)) {
            return "'" + key + "' belongs below 'phone:'";
        }
        if (scope == Scope.PHONE && elsewhere != null && elsewhere.isIn(Scope.EXTENSION)) {
            return "'" + key + "' does not belong to the phone; write it beside 'extension:'";
        }
        // In {auth_password: a,b} the key b is half a password.
        boolean named = given(entry.value()) && WORD.matcher(key).matches();
        return (named ? "unknown key '" + key + "'" : "this is no known key") + " in " + scope.title()
                + Nearest.hint(key, ExtensionField.keys(field -> field.isIn(scope)));
    }

    /** Whether a mapping gives a key, rightly or not. */
    static boolean gives(Node.Mapping mapping, String key) {
        return mapping.entries().stream().anyMatch(entry -> entry.key().text().equals(key) && given(entry.value()));
    }

    private static boolean given(Node node) {
        return !(node instanceof Node.Scalar scalar) || scalar.given();
    }

    private @Nullable Object value(ExtensionField field, Node node, FileProblems problems) {
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
            case PROVISIONING -> scoped(key, Scope.PROVISIONING, node, problems);
            case USER -> ProvisioningReader.text(key, node, problems, ProvisioningReader::wrongUser);
            case TOKEN -> ProvisioningReader.text(key, node, problems, ProvisioningReader::wrongToken);
            case NETWORKS -> networks(node, problems);
            case FLAG -> ProvisioningReader.flag(key, node, problems);
            case MOMENT -> ProvisioningReader.moment(key, node, problems);
            case COUNT -> ProvisioningReader.count(key, node, problems);
        };
    }

    /** A mapping of names to text; {@code plain}: in which nothing refers to anything else. */
    @Nullable
    Fields map(String what, Node node, boolean plain, FileProblems problems) {
        return entries(what, node, problems, (entry, fields) -> {
            String key = entry.key().text();
            if (ControlCharacters.in(key)) {
                problems.error(entry.key(), "a name in '" + what + "' has a control character; remove it");
            } else if (given(entry.value())) {
                Object value = plain
                        ? ScalarReader.plain(key, entry.value(), problems)
                        : ScalarReader.text(key, entry.value(), problems);
                fields.put(key, value, entry.value());
            }
        });
    }

    private @Nullable Fields vars(Node node, FileProblems problems) {
        Set<String> seen = new HashSet<>();
        return entries("vars", node, problems, (entry, fields) -> {
            String key = entry.key().text();
            String name = key.toLowerCase(Locale.ROOT);
            if (!PLACEHOLDER.matcher(name).matches()) {
                problems.error(entry.key(), "a name in 'vars' has only letters, digits, '_', '.', ':' and '-'");
            } else if (BuiltInNames.contains(name)) {
                problems.error(entry.key(), "'" + key + "' cannot be set in 'vars': it comes from the extension");
            } else if (!seen.add(name)) {
                problems.error(entry.key(), "this name stands twice in 'vars': names are compared without case");
            } else if (given(entry.value())) {
                fields.put(name, ScalarReader.text(key, entry.value(), problems), entry.value());
            }
        });
    }

    private Fields.@Nullable Items list(String key, Node node, FileProblems problems) {
        if (!(node instanceof Node.Sequence sequence)) {
            problems.error(node, "'" + key + "' is a list, such as [PCMA, G722]");
            return null;
        }
        return items(sequence, item -> given(item) ? ScalarReader.text(key, item, problems) : null);
    }

    /** A list becomes {@link Fields.Items}, which replace what lies below; a map is merged key by key. */
    private @Nullable Object blf(Node node, FileProblems problems) {
        if (node instanceof Node.Sequence sequence) {
            return items(sequence, item -> {
                Fields key = given(item) ? scoped("a BLF key", Scope.BLF_KEY, item, problems) : null;
                return key == null ? Fields.EMPTY : key;
            });
        }
        return entries("blf", node, problems, (entry, fields) -> {
            if (!BLF_NUMBER.matcher(entry.key().text()).matches()) {
                problems.error(entry.key(), "a BLF key's number is 1, 2, …");
            } else if (given(entry.value())) {
                Fields key = scoped("a BLF key", Scope.BLF_KEY, entry.value(), problems);
                fields.put(entry.key().text(), key, entry.value());
            }
        });
    }

    private Fields.@Nullable Items networks(Node node, FileProblems problems) {
        if (!(node instanceof Node.Sequence sequence) || sequence.items().isEmpty()) {
            problems.error(
                    node,
                    "'allow' is a list of networks, such as [10.0.0.0/8]; [0.0.0.0/0, \"::/0\"] lets everybody in");
            return null;
        }
        return items(sequence, item -> ProvisioningReader.network(item, problems));
    }

    private @Nullable Fields phone(Node node, FileProblems problems) {
        if (node instanceof Node.Mapping mapping && !gives(mapping, "mac")) {
            problems.error(node, "the phone's MAC is missing: add 'mac: 12 HEX DIGITS'");
        }
        return scoped("phone", Scope.PHONE, node, problems);
    }

    private Fields.@Nullable Items phones(Node node, FileProblems problems) {
        if (!(node instanceof Node.Sequence sequence)) {
            problems.error(node, "'phones' is a list of phones; for one phone write 'phone:'");
            return null;
        }
        return items(sequence, item -> phone(item, problems));
    }

    private @Nullable Fields models(Node node, FileProblems problems) {
        Set<String> seen = new HashSet<>();
        return entries("models", node, problems, (entry, fields) -> {
            if (!seen.add(ModelPattern.of(entry.key().text()).normalised())) {
                problems.error(
                        entry.key(),
                        "this pattern stands twice in 'models': they are compared without case, blanks and punctuation");
            }
            if (given(entry.value())) {
                Fields values = scoped("a model", Scope.MODEL, entry.value(), problems);
                fields.put(entry.key().text(), values, entry.value());
            }
        });
    }

    /** A mapping with the keys of a scope. */
    private @Nullable Fields scoped(String what, Scope scope, Node node, FileProblems problems) {
        Node.Mapping mapping = mapping(what, node, problems);
        return mapping == null ? null : read(mapping, scope, problems);
    }

    /** A mapping whose keys may be any; the reader puts what an entry gives. */
    private @Nullable Fields entries(
            String what, Node node, FileProblems problems, BiConsumer<Node.Entry, FieldsBuilder> reader) {
        Node.Mapping mapping = mapping(what, node, problems);
        if (mapping == null) {
            return null;
        }
        FieldsBuilder fields = new FieldsBuilder(texts);
        mapping.entries().forEach(entry -> reader.accept(entry, fields));
        return fields.fields();
    }

    private Fields.Items items(Node.Sequence sequence, Function<Node, @Nullable Object> reader) {
        FieldsBuilder items = new FieldsBuilder(texts);
        sequence.items().forEach(item -> items.add(reader.apply(item), item));
        return items.items();
    }

    private static Node.@Nullable Mapping mapping(String what, Node node, FileProblems problems) {
        if (node instanceof Node.Mapping mapping) {
            return mapping;
        }
        problems.error(node, "'" + what + "' is a mapping of names and values");
        return null;
    }
}

package dev.lineman.inventory;

import dev.lineman.disk.RecentTexts;
import dev.lineman.inventory.ExtensionField.Scope;
import dev.lineman.problem.Nearest;
import dev.lineman.yaml.Node;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
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
            case PROVISIONING -> provisioning(node, problems);
            case USER -> ProvisioningReader.user(node, problems);
            case TOKEN -> ProvisioningReader.token(node, problems);
            case NETWORKS -> networks(node, problems);
            case FLAG -> ProvisioningReader.flag(key, node, problems);
            case MOMENT -> ProvisioningReader.moment(key, node, problems);
            case COUNT -> ProvisioningReader.count(key, node, problems);
        };
    }

    /** A mapping of names to text; {@code plain}: in which nothing refers to anything else. */
    @Nullable
    Fields map(String what, Node node, boolean plain, FileProblems problems) {
        Node.Mapping mapping = mapping(what, node, problems);
        if (mapping == null) {
            return null;
        }
        FieldsBuilder fields = new FieldsBuilder(texts);
        for (Node.Entry entry : mapping.entries()) {
            String key = entry.key().text();
            if (ControlCharacters.in(key)) {
                problems.error(entry.key(), "a name in '" + what + "' has a control character; remove it");
            } else if (given(entry.value())) {
                Object value = plain
                        ? ScalarReader.plain(key, entry.value(), problems)
                        : ScalarReader.text(key, entry.value(), problems);
                fields.put(key, value, entry.value());
            }
        }
        return fields.fields();
    }

    private @Nullable Fields vars(Node node, FileProblems problems) {
        Node.Mapping mapping = mapping("vars", node, problems);
        if (mapping == null) {
            return null;
        }
        FieldsBuilder fields = new FieldsBuilder(texts);
        Set<String> seen = new HashSet<>();
        for (Node.Entry entry : mapping.entries()) {
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
        }
        return fields.fields();
    }

    private Fields.@Nullable Items list(String key, Node node, FileProblems problems) {
        if (!(node instanceof Node.Sequence sequence)) {
            problems.error(node, "'" + key + "' is a list, such as [PCMA, G722]");
            return null;
        }
        FieldsBuilder items = new FieldsBuilder(texts);
        for (Node item : sequence.items()) {
            items.add(given(item) ? ScalarReader.text(key, item, problems) : null, item);
        }
        return items.items();
    }

    /** A list becomes {@link Fields.Items}, which replace what lies below; a map is merged key by key. */
    private @Nullable Object blf(Node node, FileProblems problems) {
        if (node instanceof Node.Sequence sequence) {
            FieldsBuilder items = new FieldsBuilder(texts);
            for (Node item : sequence.items()) {
                Fields key = given(item) ? blfKey(item, problems) : null;
                items.add(key == null ? Fields.EMPTY : key, item);
            }
            return items.items();
        }
        Node.Mapping mapping = mapping("blf", node, problems);
        if (mapping == null) {
            return null;
        }
        FieldsBuilder fields = new FieldsBuilder(texts);
        for (Node.Entry entry : mapping.entries()) {
            if (!BLF_NUMBER.matcher(entry.key().text()).matches()) {
                problems.error(entry.key(), "a BLF key's number is 1, 2, …");
            } else if (given(entry.value())) {
                fields.put(entry.key().text(), blfKey(entry.value(), problems), entry.value());
            }
        }
        return fields.fields();
    }

    private @Nullable Fields blfKey(Node node, FileProblems problems) {
        Node.Mapping key = mapping("a BLF key", node, problems);
        return key == null ? null : read(key, Scope.BLF_KEY, problems);
    }

    private @Nullable Fields provisioning(Node node, FileProblems problems) {
        Node.Mapping rules = mapping("provisioning", node, problems);
        return rules == null ? null : read(rules, Scope.PROVISIONING, problems);
    }

    private Fields.@Nullable Items networks(Node node, FileProblems problems) {
        if (!(node instanceof Node.Sequence sequence) || sequence.items().isEmpty()) {
            problems.error(
                    node,
                    "'allow' is a list of networks, such as [10.0.0.0/8]; [0.0.0.0/0, \"::/0\"] lets everybody in");
            return null;
        }
        FieldsBuilder items = new FieldsBuilder(texts);
        for (Node item : sequence.items()) {
            items.add(ProvisioningReader.network(item, problems), item);
        }
        return items.items();
    }

    private @Nullable Fields phone(Node node, FileProblems problems) {
        Node.Mapping mapping = mapping("phone", node, problems);
        if (mapping == null) {
            return null;
        }
        if (!gives(mapping, "mac")) {
            problems.error(node, "the phone's MAC is missing: add 'mac: 12 HEX DIGITS'");
        }
        return read(mapping, Scope.PHONE, problems);
    }

    private Fields.@Nullable Items phones(Node node, FileProblems problems) {
        if (!(node instanceof Node.Sequence sequence)) {
            problems.error(node, "'phones' is a list of phones; for one phone write 'phone:'");
            return null;
        }
        FieldsBuilder items = new FieldsBuilder(texts);
        for (Node item : sequence.items()) {
            items.add(phone(item, problems), item);
        }
        return items.items();
    }

    private @Nullable Fields models(Node node, FileProblems problems) {
        Node.Mapping mapping = mapping("models", node, problems);
        if (mapping == null) {
            return null;
        }
        FieldsBuilder fields = new FieldsBuilder(texts);
        Set<String> seen = new HashSet<>();
        for (Node.Entry entry : mapping.entries()) {
            if (!seen.add(ModelPattern.of(entry.key().text()).normalised())) {
                problems.error(
                        entry.key(),
                        "this pattern stands twice in 'models': they are compared without case, blanks and punctuation");
            }
            Node.Mapping values = given(entry.value()) ? mapping("a model", entry.value(), problems) : null;
            if (values != null) {
                fields.put(entry.key().text(), read(values, Scope.MODEL, problems), entry.value());
            }
        }
        return fields.fields();
    }

    private static Node.@Nullable Mapping mapping(String what, Node node, FileProblems problems) {
        if (node instanceof Node.Mapping mapping) {
            return mapping;
        }
        problems.error(node, "'" + what + "' is a mapping of names and values");
        return null;
    }
}

package dev.lineman.inventory;

import dev.lineman.problem.Nearest;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.yaml.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Packs nodes into {@link Fields}, held against the {@link Schema}. Not thread-safe. */
final class FieldsReader {
    private static final Pattern SITE = Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N}_.-]*");
    private static final Pattern PLACEHOLDER = Pattern.compile("[\\p{L}\\p{N}_.:-]+");
    private static final Pattern BLF_NUMBER = Pattern.compile("[1-9]\\d{0,3}");
    private static final int MAX_LINE = 99;
    private static final int MAX_SHAPES = 10_000;

    private final Map<List<String>, String[]> shapes = new HashMap<>();

    static Problem error(String file, Node at, String message) {
        return Problem.error(new Position(file, at.line(), at.column()), message);
    }

    /** The mapping's values that are given; {@code what} names it in problems. */
    Fields read(
            String file, Node.Mapping mapping, Map<String, Schema.Kind> schema, String what, List<Problem> problems) {
        Collector collector = new Collector();
        for (Node.Entry entry : mapping.entries()) {
            String key = entry.key().text();
            Schema.Kind kind = schema.get(key);
            if (kind == null) {
                problems.add(error(file, entry.key(), unknownKey(key, schema, what)));
            } else if (given(entry.value())) {
                collector.add(key, value(file, key, kind, entry.value(), problems), entry.value());
            }
        }
        return collector.fields();
    }

    private static String unknownKey(String key, Map<String, Schema.Kind> schema, String what) {
        if (schema == Schema.DEFAULTS && Schema.NEVER_DEFAULTS.contains(key)) {
            return "'" + key + "' belongs to one extension and cannot be a default";
        }
        if (key.equals("<<")) {
            return "merge keys are not used here: put what extensions share into " + Defaults.FILE_NAME;
        }
        return "unknown key '" + key + "' in " + what + Nearest.hint(key, Schema.keys(schema));
    }

    private static boolean given(Node node) {
        return !(node instanceof Node.Scalar scalar) || scalar.given();
    }

    private @Nullable Object value(String file, String key, Schema.Kind kind, Node node, List<Problem> problems) {
        return switch (kind) {
            case TEXT -> text(file, key, node, problems);
            case PLAIN -> plain(file, key, node, problems);
            case MAC -> mac(file, node, problems);
            case LINE -> line(file, node, problems);
            case SITE -> site(file, node, problems);
            case MAP -> map(file, key, node, problems);
            case VARS -> vars(file, node, problems);
            case LIST -> list(file, key, node, problems);
            case BLF -> blf(file, node, problems);
            case PHONE -> phone(file, node, problems);
            case PHONES -> phones(file, node, problems);
            case MODELS -> models(file, node, problems);
        };
    }

    private static @Nullable Object text(String file, String key, Node node, List<Problem> problems) {
        if (!(node instanceof Node.Scalar scalar)) {
            problems.add(error(file, node, "'" + key + "' is text; put it in quotes if it looks like a list"));
            return null;
        }
        if (scalar.tag() != Node.Tag.TEXT) {
            return new Fields.Reference(scalar.tag() == Node.Tag.SECRET, scalar.text());
        }
        if (hasControl(scalar.text())) {
            problems.add(error(
                    file, node, "'" + key + "' has a control character, such as a line break or a tab; remove it"));
            return null;
        }
        return scalar.text();
    }

    private static boolean hasControl(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
                return true;
            }
        }
        return false;
    }

    private static @Nullable String plain(String file, String key, Node node, List<Problem> problems) {
        Object text = text(file, key, node, problems);
        if (text instanceof Fields.Reference) {
            problems.add(error(file, node, "'" + key + "' must be written out: others find this by it"));
            return null;
        }
        return (String) text;
    }

    private static @Nullable String mac(String file, Node node, List<Problem> problems) {
        String text = plain(file, "mac", node, problems);
        if (text == null) {
            return null;
        }
        StringBuilder digits = new StringBuilder(12);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != ':' && c != '-' && c != '.') {
                digits.append(c);
            }
        }
        String mac = digits.toString().toLowerCase(Locale.ROOT);
        if (!mac.matches("[0-9a-f]{12}")) {
            problems.add(error(
                    file, node, "'mac' must be 12 hex digits, with or without ':' '-' '.', such as 00:04:13:24:66:72"));
            return null;
        }
        return mac;
    }

    private static @Nullable String line(String file, Node node, List<Problem> problems) {
        String text = plain(file, "line", node, problems);
        if (text != null && !(text.matches("\\d{1,3}") && inRange(Integer.parseInt(text)))) {
            problems.add(error(file, node, "'line' must be a number from 1 to " + MAX_LINE));
            return null;
        }
        return text;
    }

    private static boolean inRange(int line) {
        return line >= 1 && line <= MAX_LINE;
    }

    private static @Nullable String site(String file, Node node, List<Problem> problems) {
        String text = plain(file, "site", node, problems);
        if (text != null && !text.isEmpty() && !SITE.matcher(text).matches()) {
            problems.add(error(
                    file, node, "'site' names a folder: letters, digits, '_', '-' and '.', and no '.' at the start"));
            return null;
        }
        return text;
    }

    private @Nullable Fields map(String file, String what, Node node, List<Problem> problems) {
        return map(file, what, node, false, problems);
    }

    /** A mapping of names to text, in which nothing refers to anything else. */
    @Nullable
    Fields plainMap(String file, String what, Node node, List<Problem> problems) {
        return map(file, what, node, true, problems);
    }

    private @Nullable Fields map(String file, String what, Node node, boolean plain, List<Problem> problems) {
        Node.Mapping mapping = mapping(file, what, node, problems);
        if (mapping == null) {
            return null;
        }
        Collector collector = new Collector();
        for (Node.Entry entry : mapping.entries()) {
            if (given(entry.value())) {
                String key = entry.key().text();
                Object value =
                        plain ? plain(file, key, entry.value(), problems) : text(file, key, entry.value(), problems);
                collector.add(key, value, entry.value());
            }
        }
        return collector.fields();
    }

    private @Nullable Fields vars(String file, Node node, List<Problem> problems) {
        Node.Mapping mapping = mapping(file, "vars", node, problems);
        if (mapping == null) {
            return null;
        }
        Collector collector = new Collector();
        Set<String> seen = new HashSet<>();
        for (Node.Entry entry : mapping.entries()) {
            String key = entry.key().text();
            String name = key.toLowerCase(Locale.ROOT);
            if (!PLACEHOLDER.matcher(name).matches()) {
                problems.add(
                        error(file, entry.key(), "a name in 'vars' has only letters, digits, '_', '.', ':' and '-'"));
            } else if (Schema.reserved(name)) {
                problems.add(error(
                        file,
                        entry.key(),
                        "'" + key + "' cannot be set in 'vars': it comes from the extension itself"));
            } else if (!seen.add(name)) {
                problems.add(error(
                        file, entry.key(), "'" + key + "' stands twice in 'vars': names are compared without case"));
            } else if (given(entry.value())) {
                collector.add(name, text(file, key, entry.value(), problems), entry.value());
            }
        }
        return collector.fields();
    }

    private static Fields.@Nullable Items list(String file, String key, Node node, List<Problem> problems) {
        if (!(node instanceof Node.Sequence sequence)) {
            problems.add(error(file, node, "'" + key + "' is a list, such as [PCMA, G722]"));
            return null;
        }
        List<Object> values = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (Node item : sequence.items()) {
            Object value = given(item) ? text(file, key, item, problems) : null;
            if (value != null) {
                values.add(value);
                places.add(Fields.place(item.line(), item.column()));
            }
        }
        return new Fields.Items(values, places);
    }

    /** A list becomes {@link Fields.Items}, which replace what lies below; a map is merged key by key. */
    private @Nullable Object blf(String file, Node node, List<Problem> problems) {
        if (node instanceof Node.Sequence sequence) {
            List<Object> values = new ArrayList<>();
            List<Integer> places = new ArrayList<>();
            for (Node item : sequence.items()) {
                Node.Mapping key = given(item) ? mapping(file, "a BLF key", item, problems) : null;
                values.add(key == null ? Fields.EMPTY : read(file, key, Schema.BLF_KEY, "a BLF key", problems));
                places.add(Fields.place(item.line(), item.column()));
            }
            return new Fields.Items(values, places);
        }
        Node.Mapping mapping = mapping(file, "blf", node, problems);
        if (mapping == null) {
            return null;
        }
        Collector collector = new Collector();
        for (Node.Entry entry : mapping.entries()) {
            if (!BLF_NUMBER.matcher(entry.key().text()).matches()) {
                problems.add(error(file, entry.key(), "a BLF key's number is 1, 2, …"));
            } else if (given(entry.value())) {
                Node.Mapping key = mapping(file, "a BLF key", entry.value(), problems);
                if (key != null) {
                    collector.add(
                            entry.key().text(), read(file, key, Schema.BLF_KEY, "a BLF key", problems), entry.value());
                }
            }
        }
        return collector.fields();
    }

    private @Nullable Fields phone(String file, Node node, List<Problem> problems) {
        Node.Mapping mapping = mapping(file, "phone", node, problems);
        if (mapping == null) {
            return null;
        }
        int before = problems.size();
        Fields phone = read(file, mapping, Schema.PHONE, "a phone", problems);
        if (phone.get("mac") == null && problems.size() == before) {
            problems.add(error(file, node, "the phone's MAC is missing: add 'mac: 12 HEX DIGITS'"));
        }
        return phone;
    }

    private Fields.@Nullable Items phones(String file, Node node, List<Problem> problems) {
        if (!(node instanceof Node.Sequence sequence)) {
            problems.add(error(file, node, "'phones' is a list of phones; for one phone write 'phone:'"));
            return null;
        }
        List<Object> values = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (Node item : sequence.items()) {
            Fields phone = phone(file, item, problems);
            if (phone != null) {
                values.add(phone);
                places.add(Fields.place(item.line(), item.column()));
            }
        }
        return new Fields.Items(values, places);
    }

    private @Nullable Fields models(String file, Node node, List<Problem> problems) {
        Node.Mapping mapping = mapping(file, "models", node, problems);
        if (mapping == null) {
            return null;
        }
        Collector collector = new Collector();
        for (Node.Entry entry : mapping.entries()) {
            Node.Mapping values = given(entry.value()) ? mapping(file, "a model", entry.value(), problems) : null;
            if (values != null) {
                collector.add(entry.key().text(), read(file, values, Schema.MODEL, "a model", problems), entry.value());
            }
        }
        return collector.fields();
    }

    private static Node.@Nullable Mapping mapping(String file, String what, Node node, List<Problem> problems) {
        if (node instanceof Node.Mapping mapping) {
            return mapping;
        }
        problems.add(error(file, node, "'" + what + "' is a mapping of names and values"));
        return null;
    }

    /** Gathers what is given; its keys are shared with every other mapping that has the same ones. */
    private final class Collector {
        private final List<String> keys = new ArrayList<>();
        private final List<Object> values = new ArrayList<>();
        private final List<Integer> places = new ArrayList<>();

        void add(String key, @Nullable Object value, Node at) {
            if (value != null) {
                keys.add(key);
                values.add(value);
                places.add(Fields.place(at.line(), at.column()));
            }
        }

        Fields fields() {
            if (keys.isEmpty()) {
                return Fields.EMPTY;
            }
            String[] shape = shapes.get(keys);
            if (shape == null) {
                shape = keys.toArray(String[]::new);
                if (shapes.size() < MAX_SHAPES) {
                    shapes.put(List.copyOf(keys), shape);
                }
            }
            int[] packed = new int[places.size()];
            Arrays.setAll(packed, places::get);
            return new Fields(shape, values.toArray(), packed);
        }
    }
}

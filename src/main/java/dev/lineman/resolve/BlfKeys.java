package dev.lineman.resolve;

import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.Phone;
import dev.lineman.inventory.ValueLayer;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.resolve.option.UnusedSettings;
import dev.lineman.resolve.value.ReferenceResolver;
import dev.lineman.resolve.value.ResolvedValue;
import dev.lineman.template.dialect.DialectNode;
import dev.lineman.template.header.BlfType;
import dev.lineman.template.header.Header;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The BLF keys of one phone, merged from all layers, and the values that the template makes of them.
 *
 * <p>Part of {@link PhoneValues}. Not thread-safe.
 */
final class BlfKeys {
    private static final String PREFIX = "blf";
    private static final String FIRST_NAME = "firstname";
    private static final String LAST_NAME = "lastname";
    /** Digits of a key's number. */
    private static final int MAX_DIGITS = 4;

    /** Parts that one value may consist of. A part may contain others, to any depth. */
    private static final int MAX_PARTS = 100;

    /** Characters of one value: 64 Ki. */
    private static final int MAX_CHARACTERS = 64 << 10;

    /** By number. */
    private final SortedMap<Integer, BlfKey> keys;
    /** The template's types by name in lower case; null if it has none. */
    private final @Nullable Map<String, BlfType> types;

    private BlfKeys(SortedMap<Integer, BlfKey> keys, @Nullable Map<String, BlfType> types) {
        this.keys = keys;
        this.types = types;
    }

    /**
     * One key. Texts are empty if they are not given.
     *
     * @param type the name of a type of the template
     * @param number the number that it watches or dials
     * @param layer the nearest layer that sets the key
     */
    record BlfKey(
            String type, ResolvedValue number, ResolvedValue firstName, ResolvedValue lastName, ValueLayer layer) {}

    /**
     * Resolves the keys of a phone. Problems go to the resolver.
     *
     * @param unusedSettings receives the keys with a type that the template does not have
     */
    static BlfKeys of(
            Phone phone,
            Header header,
            Inventory inventory,
            ReferenceResolver referenceResolver,
            UnusedSettings unusedSettings) {
        BlfKeyResolver resolver =
                new BlfKeyResolver(phone.site(), header, inventory, referenceResolver, unusedSettings);
        SortedMap<Integer, BlfKey> keys = new TreeMap<>();
        mergeLayers(phone).forEach((number, layers) -> {
            BlfKey key = resolver.resolve(number, LayerStack.of(layers), layers.get(0));
            if (key != null) {
                keys.put(number, key);
            }
        });
        return new BlfKeys(keys, header.blfTypes());
    }

    /**
     * The layers of each key, the nearest first. Mappings are merged key by key; a list replaces all layers
     * below it.
     */
    private static Map<Integer, List<ValueLayer>> mergeLayers(Phone phone) {
        Map<Integer, List<ValueLayer>> merged = new TreeMap<>();
        for (LayerStack.LayerValue found : phone.layers().all("blf")) {
            if (found.value() instanceof FieldValues.Items list) {
                for (int i = 0; i < list.values().size(); i++) {
                    add(merged, i + 1, found, (FieldValues) list.values().get(i));
                }
                // A list contains all keys, so that no further layer adds one.
                return merged;
            }
            FieldValues keys = (FieldValues) found.value();
            for (int i = 0; i < keys.size(); i++) {
                add(merged, Integer.parseInt(keys.key(i)), found, (FieldValues) keys.value(i));
            }
        }
        return merged;
    }

    /** Adds a layer to a key, unless the key is an empty mapping. */
    private static void add(
            Map<Integer, List<ValueLayer>> merged, int number, LayerStack.LayerValue found, FieldValues fields) {
        if (fields.size() > 0) {
            merged.computeIfAbsent(number, n -> new ArrayList<>())
                    .add(found.layer().part(fields));
        }
    }

    /** Whether the phone has no BLF key. */
    boolean isEmpty() {
        return keys.isEmpty();
    }

    /** Where the nearest layer sets each key, by number. */
    SortedMap<Integer, Position> positions() {
        SortedMap<Integer, Position> positions = new TreeMap<>();
        keys.forEach((number, key) -> positions.put(
                number,
                FieldValues.position(key.layer().file(), key.layer().fields().packedPosition(0))));
        return positions;
    }

    /** Whether a key is from the defaults of a folder, so that phones of other models have it too. */
    boolean isOfFolder(int number) {
        BlfKey key = keys.get(number);
        return key != null && key.layer().kind() == ValueLayer.LayerKind.FOLDER;
    }

    /** The keys as Velocity templates see them, in the order of their numbers. */
    List<Map<String, Object>> model() {
        List<Map<String, Object>> model = new ArrayList<>();
        keys.forEach((number, key) -> model.add(Map.of(
                "key", number,
                "type", key.type(),
                "number", key.number().text(),
                "firstName", key.firstName().text(),
                "lastName", key.lastName().text())));
        return List.copyOf(model);
    }

    /**
     * The value of a name that begins with {@code blf}. {@code blf3} and {@code blffirstname3} are details of
     * key 3. {@code blf3/value} is the part {@code value} of key 3's type.
     *
     * @param referenceResolver receives the problems
     * @param others finds the values of all other names
     * @return null if there is no such key or part
     */
    @Nullable
    ResolvedValue value(
            String name, ReferenceResolver referenceResolver, Function<String, @Nullable ResolvedValue> others) {
        int from = PREFIX.length();
        boolean first = name.startsWith(FIRST_NAME, from);
        boolean last = name.startsWith(LAST_NAME, from);
        from += first ? FIRST_NAME.length() : last ? LAST_NAME.length() : 0;
        int to = from;
        while (to < name.length() && to - from < MAX_DIGITS && isDigit(name.charAt(to))) {
            to++;
        }
        // A number with a leading zero names no key.
        BlfKey key = from == to || name.charAt(from) == '0' ? null : keys.get(Integer.parseInt(name, from, to, 10));
        if (key == null) {
            return null;
        }
        if (to == name.length()) {
            return first ? key.firstName() : last ? key.lastName() : key.number();
        }
        // The rest after the slash is the name of a part of the key's type.
        boolean ofType = !first && !last && name.charAt(to) == '/';
        return ofType ? new BlfValueReader(key, referenceResolver, others).value(name.substring(to + 1)) : null;
    }

    /** Whether a name means a key's number or names, whether or not the key exists. */
    static boolean isName(String name) {
        return name.matches("blf(firstname|lastname)?[1-9]\\d{0,3}");
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Evaluates one part of a key's type. Parts may contain each other, so work and size are bounded. */
    private final class BlfValueReader {
        private final BlfKey key;
        private final ReferenceResolver referenceResolver;
        private final Function<String, @Nullable ResolvedValue> others;
        /** Parts that are being evaluated; within a part, its own name means the value outside of it. */
        private final Set<String> openParts = new HashSet<>();

        private int parts;
        private long characters;
        private boolean limitReported;

        BlfValueReader(
                BlfKey key, ReferenceResolver referenceResolver, Function<String, @Nullable ResolvedValue> others) {
            this.key = key;
            this.referenceResolver = referenceResolver;
            this.others = others;
        }

        /** The value of a part, or of a detail of the key; null if the name is neither. */
        @Nullable
        ResolvedValue value(String name) {
            BlfType type = types == null ? null : types.get(key.type().toLowerCase(Locale.ROOT));
            BlfType.BlfTypePart part = type == null ? null : type.parts().get(name);
            // Within a part, its own name means the detail of the key or the value of the phone. That ends the
            // recursion.
            if (part != null && openParts.add(name)) {
                parts++;
                ResolvedValue value = value(part);
                openParts.remove(name);
                return value;
            }
            return switch (name) {
                case "blfno" -> key.number();
                case "blffirstname" -> key.firstName();
                case "blflastname" -> key.lastName();
                default -> null;
            };
        }

        /** Whether the value has too many parts or characters. Reports this once. */
        private boolean exceedsLimits(BlfType.BlfTypePart part) {
            boolean exceeded = parts > MAX_PARTS || characters > MAX_CHARACTERS;
            if (exceeded && !limitReported) {
                limitReported = true;
                referenceResolver.report(Problem.blocking(
                        part.at(),
                        "a BLF key's value has more than " + MAX_PARTS
                                + " parts or 64 KiB; remove parts that contain each other"));
            }
            return exceeded;
        }

        /** Replaces the placeholders of a part. A secret in it makes the whole text a secret. */
        private ResolvedValue value(BlfType.BlfTypePart part) {
            StringBuilder text = new StringBuilder();
            boolean secret = false;
            for (DialectNode node : part.tree().nodes()) {
                // The bounds are checked before each node, because a part may double the text of another one.
                characters += node instanceof DialectNode.LiteralText literal ? literal.end() - literal.start() : 0;
                if (exceedsLimits(part)) {
                    break;
                }
                if (node instanceof DialectNode.LiteralText literal) {
                    text.append(part.tree().text(), literal.start(), literal.end());
                } else if (node instanceof DialectNode.Placeholder placeholder) {
                    String name = placeholder.reference().name();
                    ResolvedValue value = value(name);
                    value = value == null ? others.apply(name) : value;
                    if (value == null) {
                        referenceResolver.report(Problem.blocking(
                                part.content().at(placeholder.offset()), "%%" + name + "%% has no value"));
                    } else {
                        text.append(value.text());
                        characters += value.text().length();
                        secret |= value.secret();
                    }
                }
            }
            return secret
                    ? referenceResolver.secret(text.toString(), null)
                    : ResolvedValue.offered(text.toString(), part.at());
        }
    }
}

package dev.lineman.resolve;

import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.Phone;
import dev.lineman.inventory.ValueLayer;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.problem.Problem;
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

/** The BLF keys of a phone, merged from all layers, and what the template tells a key of each type (CONTRACT §3.6). */
final class BlfKeys {
    private static final String PREFIX = "blf";
    private static final String FIRST_NAME = "firstname";
    private static final String LAST_NAME = "lastname";
    private static final int MAX_DIGITS = 4;

    /** Parts of a key's type that one value is put together of; each may hold others, and those again. */
    private static final int MAX_PARTS = 100;

    private static final int MAX_CHARACTERS = 64 << 10;

    private final SortedMap<Integer, BlfKey> keys;
    private final @Nullable Map<String, BlfType> types;

    private BlfKeys(SortedMap<Integer, BlfKey> keys, @Nullable Map<String, BlfType> types) {
        this.keys = keys;
        this.types = types;
    }

    /**
     * One key.
     *
     * @param type a child name of the template's {@code blftype}
     * @param number what it watches or dials; empty when not given
     */
    record BlfKey(String type, ResolvedValue number, ResolvedValue firstName, ResolvedValue lastName) {}

    /** The keys of a phone; what cannot be found is noted as a problem. */
    static BlfKeys of(Phone phone, Header header, Inventory inventory, ReferenceResolver referenceResolver) {
        BlfKeyResolver resolver = new BlfKeyResolver(phone.site(), header, inventory, referenceResolver);
        SortedMap<Integer, BlfKey> keys = new TreeMap<>();
        mergeLayers(phone).forEach((number, layers) -> {
            BlfKey key = resolver.resolve(number, LayerStack.of(layers), layers.get(0));
            if (key != null) {
                keys.put(number, key);
            }
        });
        return new BlfKeys(keys, header.blfTypes());
    }

    private static Map<Integer, List<ValueLayer>> mergeLayers(Phone phone) {
        Map<Integer, List<ValueLayer>> merged = new TreeMap<>();
        for (LayerStack.LayerValue found : phone.layers().all("blf")) {
            if (found.value() instanceof FieldValues.Items list) {
                for (int i = 0; i < list.values().size(); i++) {
                    add(merged, i + 1, found, (FieldValues) list.values().get(i));
                }
                return merged;
            }
            FieldValues keys = (FieldValues) found.value();
            for (int i = 0; i < keys.size(); i++) {
                add(merged, Integer.parseInt(keys.key(i)), found, (FieldValues) keys.value(i));
            }
        }
        return merged;
    }

    private static void add(
            Map<Integer, List<ValueLayer>> merged, int number, LayerStack.LayerValue found, FieldValues fields) {
        if (fields.size() > 0) {
            merged.computeIfAbsent(number, n -> new ArrayList<>())
                    .add(new ValueLayer(
                            found.layer().kind(), fields, found.layer().file()));
        }
    }

    /** The keys as Velocity templates see them, by number. */
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
     * The value of a name that begins with {@code blf}, such as {@code blf3}, {@code blffirstname3}, or {@code blf3/value}: what the name {@code value}
     * reads as where key 3 is meant.
     *
     * @param referenceResolver notes what is wrong with it
     * @param others finds the values of other names
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
        BlfKey key = from == to || name.charAt(from) == '0' ? null : keys.get(Integer.parseInt(name, from, to, 10));
        if (key == null) {
            return null;
        }
        if (to == name.length()) {
            return first ? key.firstName() : last ? key.lastName() : key.number();
        }
        boolean ofType = !first && !last && name.charAt(to) == '/';
        return ofType ? new BlfValueReader(key, referenceResolver, others).value(name.substring(to + 1)) : null;
    }

    /** Whether a name reads as that of a key's number or names. */
    static boolean isName(String name) {
        return name.matches("blf(firstname|lastname)?[1-9]\\d{0,3}");
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** One reading of a name that is meant for a key. */
    private final class BlfValueReader {
        private final BlfKey key;
        private final ReferenceResolver referenceResolver;
        private final Function<String, @Nullable ResolvedValue> others;
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

        @Nullable
        ResolvedValue value(String name) {
            BlfType type = types == null ? null : types.get(key.type().toLowerCase(Locale.ROOT));
            BlfType.BlfTypePart part = type == null ? null : type.parts().get(name);
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

        /** Whether there is no end of parts that hold others; says so once. */
        private boolean exceedsLimits(BlfType.BlfTypePart part) {
            boolean much = parts > MAX_PARTS || characters > MAX_CHARACTERS;
            if (much && !limitReported) {
                limitReported = true;
                referenceResolver.report(Problem.error(
                        part.at(),
                        "a BLF key's value is put together of more than " + MAX_PARTS
                                + " parts or 64 KiB; do its parts hold each other again and again?"));
            }
            return much;
        }

        private ResolvedValue value(BlfType.BlfTypePart part) {
            StringBuilder text = new StringBuilder();
            boolean secret = false;
            for (DialectNode node : part.tree().nodes()) {
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
                        referenceResolver.report(Problem.error(
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

package dev.lineman.resolve;

import dev.lineman.inventory.Fields;
import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.Layer;
import dev.lineman.inventory.Layers;
import dev.lineman.inventory.Phone;
import dev.lineman.problem.Problem;
import dev.lineman.template.header.BlfType;
import dev.lineman.template.header.Header;
import dev.lineman.template.text.Token;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The BLF keys of a phone, merged from all layers, and what the template tells a key of each type (CONTRACT §3.6). */
final class BlfKeys {
    private static final Pattern NAME = Pattern.compile("blf(firstname|lastname|)([1-9]\\d{0,3})(?:/(.*))?");

    private final SortedMap<Integer, Key> keys;
    private final @Nullable Map<String, BlfType> types;

    private BlfKeys(SortedMap<Integer, Key> keys, @Nullable Map<String, BlfType> types) {
        this.keys = keys;
        this.types = types;
    }

    /**
     * One key.
     *
     * @param type a child name of the template's {@code blftype}
     * @param number what it watches or dials; empty when not given
     */
    record Key(String type, Value number, Value firstName, Value lastName) {}

    /** The keys of a phone; what cannot be found is noted as a problem. */
    static BlfKeys of(Phone phone, Header header, Inventory inventory, References references, Set<Fact> facts) {
        KeyResolver resolver = new KeyResolver(phone.site(), header, inventory, references, facts);
        SortedMap<Integer, Key> keys = new TreeMap<>();
        merged(phone).forEach((number, layers) -> {
            Key key = resolver.resolve(number, Layers.of(layers), layers.get(0));
            if (key != null) {
                keys.put(number, key);
            }
        });
        return new BlfKeys(keys, header.blfTypes());
    }

    private static Map<Integer, List<Layer>> merged(Phone phone) {
        Map<Integer, List<Layer>> merged = new TreeMap<>();
        for (Layers.Found found : phone.layers().all("blf")) {
            if (found.value() instanceof Fields.Items list) {
                for (int i = 0; i < list.values().size(); i++) {
                    add(merged, i + 1, found, (Fields) list.values().get(i));
                }
                return merged;
            }
            Fields keys = (Fields) found.value();
            for (int i = 0; i < keys.size(); i++) {
                add(merged, Integer.parseInt(keys.key(i)), found, (Fields) keys.value(i));
            }
        }
        return merged;
    }

    private static void add(Map<Integer, List<Layer>> merged, int number, Layers.Found found, Fields fields) {
        if (fields.size() > 0) {
            merged.computeIfAbsent(number, n -> new ArrayList<>())
                    .add(new Layer(found.layer().kind(), fields, found.layer().file()));
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
     * The value of a name such as {@code blf3}, {@code blffirstname3}, or {@code blf3/value}: what the name {@code value}
     * reads as where key 3 is meant.
     *
     * @param references notes what is wrong with it
     * @param others finds the values of other names
     */
    @Nullable
    Value value(String name, References references, Function<String, @Nullable Value> others) {
        Matcher parts = NAME.matcher(name);
        Key key = parts.matches() ? keys.get(Integer.parseInt(parts.group(2))) : null;
        if (key == null) {
            return null;
        }
        if (parts.group(3) != null) {
            return new Reading(key, references, others).value(parts.group(3));
        }
        return switch (parts.group(1)) {
            case "firstname" -> key.firstName();
            case "lastname" -> key.lastName();
            default -> key.number();
        };
    }

    /** One reading of a name that is meant for a key. */
    private final class Reading {
        private final Key key;
        private final References references;
        private final Function<String, @Nullable Value> others;
        private final Set<String> within = new HashSet<>();

        Reading(Key key, References references, Function<String, @Nullable Value> others) {
            this.key = key;
            this.references = references;
            this.others = others;
        }

        @Nullable
        Value value(String name) {
            BlfType type = types == null ? null : types.get(key.type().toLowerCase(Locale.ROOT));
            BlfType.Part part = type == null ? null : type.parts().get(name);
            if (part != null && within.add(name)) {
                Value value = value(part);
                within.remove(name);
                return value;
            }
            return switch (name) {
                case "blfno" -> key.number();
                case "blffirstname" -> key.firstName();
                case "blflastname" -> key.lastName();
                default -> null;
            };
        }

        private Value value(BlfType.Part part) {
            StringBuilder text = new StringBuilder();
            boolean secret = false;
            for (Token token : part.tokens()) {
                if (token instanceof Token.Literal literal) {
                    text.append(part.text(), literal.start(), literal.end());
                } else if (token instanceof Token.Placeholder placeholder) {
                    Value value = value(placeholder.name());
                    value = value == null ? others.apply(placeholder.name()) : value;
                    if (value == null) {
                        references.note(Problem.error(
                                part.at(placeholder.offset()), "%%" + placeholder.name() + "%% has no value"));
                    } else {
                        text.append(value.text());
                        secret |= value.secret();
                    }
                }
            }
            return secret ? references.secret(text.toString(), null) : Value.offered(text.toString(), part.at(0));
        }
    }
}

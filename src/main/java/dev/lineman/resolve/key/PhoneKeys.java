package dev.lineman.resolve.key;

import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.Phone;
import dev.lineman.inventory.ValueLayer;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.inventory.extension.KeyList;
import dev.lineman.problem.Position;
import dev.lineman.resolve.module.PhoneModules;
import dev.lineman.resolve.value.ReferenceResolver;
import dev.lineman.resolve.value.ResolvedValue;
import dev.lineman.template.header.Header;
import dev.lineman.template.key.KeyKind;
import dev.lineman.template.key.TemplateKeyTypes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The BLF keys and the soft keys of one phone, merged from all layers, and the values that the template makes of them.
 *
 * <p>Not thread-safe.
 */
public final class PhoneKeys {
    private final Header header;
    /** By kind and number; no entry for a kind without keys. */
    private final Map<KeyKind, SortedMap<Integer, PhoneKey>> keys = new EnumMap<>(KeyKind.class);

    private PhoneKeys(Header header) {
        this.header = header;
    }

    /**
     * Resolves the keys of a phone. Problems go to the resolver.
     *
     * @param header what the template offers
     * @param resolver determines each key
     */
    public static PhoneKeys of(Phone phone, Header header, PhoneKeyResolver resolver) {
        PhoneKeys keys = new PhoneKeys(header);
        for (KeyKind kind : KeyKind.values()) {
            if (kind == KeyKind.SOFT && header.keyTypes(kind) == null) {
                resolver.reportUnused(kind);
                continue;
            }
            mergeLayers(kind, phone).forEach((number, layers) -> {
                PhoneKey key = resolver.resolve(kind, number, layers);
                if (key != null) {
                    keys.keys.computeIfAbsent(kind, each -> new TreeMap<>()).put(number, key);
                }
            });
        }
        return keys;
    }

    private SortedMap<Integer, PhoneKey> of(KeyKind kind) {
        return keys.getOrDefault(kind, Collections.emptySortedMap());
    }

    /**
     * The layers of each key, the nearest first. Mappings are merged key by key; a list replaces all layers
     * below it. An empty mapping sets no key.
     */
    private static Map<Integer, List<ValueLayer>> mergeLayers(KeyKind kind, Phone phone) {
        Map<Integer, List<ValueLayer>> merged = new TreeMap<>();
        for (LayerStack.LayerValue found : phone.layers().all(kind.key())) {
            KeyList keys = KeyList.of(found.value());
            for (int i = 0; i < keys.size(); i++) {
                FieldValues fields = keys.key(i);
                if (fields.size() > 0) {
                    merged.computeIfAbsent(keys.number(i), number -> new ArrayList<>())
                            .add(found.layer().part(fields));
                }
            }
            if (keys.isList()) {
                break;
            }
        }
        return merged;
    }

    /** Whether the phone has no key of a kind. */
    public boolean isEmpty(KeyKind kind) {
        return of(kind).isEmpty();
    }

    /** Where the nearest layer sets each key of a kind, by number. */
    public SortedMap<Integer, Position> positions(KeyKind kind) {
        SortedMap<Integer, Position> positions = new TreeMap<>();
        of(kind).forEach((number, key) -> positions.put(
                number,
                FieldValues.position(key.layer().file(), key.layer().fields().packedPosition(0))));
        return positions;
    }

    /** Whether a key is from the defaults of a folder, so that phones of other models have it too. */
    public boolean isOfFolder(KeyKind kind, int number) {
        PhoneKey key = of(kind).get(number);
        return key != null && key.layer().kind() == ValueLayer.LayerKind.FOLDER;
    }

    /** The keys of a kind as Velocity templates see them, in the order of their numbers. BLF keys can be on modules. */
    public List<Map<String, Object>> model(KeyKind kind, PhoneModules modules) {
        List<Map<String, Object>> model = new ArrayList<>();
        of(kind).forEach((number, key) ->
                model.add(key.model(number, kind == KeyKind.BLF ? modules.place(number) : null)));
        return List.copyOf(model);
    }

    /**
     * The value of a name of a key. {@code blf3} and {@code blffirstname3} are details of key 3. {@code blf3/value} is the
     * part {@code value} of key 3's type.
     *
     * @param referenceResolver receives the problems
     * @param others finds the values of all other names
     * @return null if there is no such key or part
     */
    public @Nullable ResolvedValue value(
            KeyName name, ReferenceResolver referenceResolver, Function<String, @Nullable ResolvedValue> others) {
        PhoneKey key = of(name.kind()).get(name.number());
        String part = name.part();
        if (key == null || part == null) {
            return key == null ? null : key.detail(name.detail());
        }
        TemplateKeyTypes types = header.keyTypes(name.kind());
        return new KeyTextReader(key, types == null ? null : types.find(key.type()), referenceResolver, others)
                .value(part);
    }
}

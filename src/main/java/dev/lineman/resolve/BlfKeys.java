package dev.lineman.resolve;

import dev.lineman.inventory.Account;
import dev.lineman.inventory.ExtensionKey;
import dev.lineman.inventory.Fields;
import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.Layer;
import dev.lineman.inventory.Layers;
import dev.lineman.inventory.Phone;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The BLF keys of a phone, merged from all layers. A key for an extension takes its names from there, so that a
 * label follows when somebody is renamed.
 */
final class BlfKeys {
    static final String EXTENSION = "extension";

    private final Inventory inventory;
    private final String site;
    private final References references;
    private final Set<Fact> facts;
    private final List<Problem> problems;

    private BlfKeys(Inventory inventory, String site, References references, Set<Fact> facts, List<Problem> problems) {
        this.inventory = inventory;
        this.site = site;
        this.references = references;
        this.facts = facts;
        this.problems = problems;
    }

    /**
     * One key.
     *
     * @param type a child name of the template's {@code blftype}
     * @param number what it watches or dials; empty when not given
     */
    record Key(String type, Value number, Value firstName, Value lastName) {}

    /** The keys of a phone by number; what cannot be found is noted as a problem. */
    static Map<Integer, Key> of(
            Phone phone, Inventory inventory, References references, Set<Fact> facts, List<Problem> problems) {
        BlfKeys keys = new BlfKeys(inventory, phone.site(), references, facts, problems);
        Map<Integer, Key> resolved = new TreeMap<>();
        merged(phone).forEach((number, layers) -> resolved.put(number, keys.resolve(number, layers)));
        return resolved;
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

    private Key resolve(int number, List<Layer> parts) {
        Layers layers = Layers.of(parts);
        Layers.Found type = layers.get("type");
        Layers.Found target = layers.get("number");
        Value first = value(layers.get("first_name"));
        Value last = value(layers.get("last_name"));
        String kind = type == null ? EXTENSION : String.valueOf(type.value());
        if (kind.equals(EXTENSION) && first == null && last == null) {
            Position at =
                    Fields.position(parts.get(0).file(), parts.get(0).fields().placeOf(0));
            Account extension = target == null ? null : find(number, String.valueOf(target.value()), at);
            if (target == null) {
                problems.add(Problem.error(at, "BLF key " + number + " has no 'number'; add the extension it watches"));
            } else if (extension != null) {
                first = value(extension.layers().get("first_name"));
                last = value(extension.layers().get("last_name"));
            }
        }
        Value nothing = Value.derived("");
        return new Key(
                kind,
                target == null ? nothing : new Value(String.valueOf(target.value()), false, target),
                first == null ? nothing : first,
                last == null ? nothing : last);
    }

    private @Nullable Account find(int key, String number, Position at) {
        facts.add(new Fact(Fact.Kind.EXTENSION, site + '/' + number));
        List<Account> extensions = inventory.extensions(new ExtensionKey(site, number));
        if (extensions.size() == 1) {
            Account extension = extensions.get(0);
            if (extension.layers().get("first_name") != null
                    || extension.layers().get("last_name") != null) {
                return extension;
            }
        }
        String why = extensions.isEmpty()
                ? "there is no extension " + number + (site.isEmpty() ? "" : " in site " + site)
                : extensions.size() > 1
                        ? "several extensions have the number " + number
                        : "extension " + number + " has no names";
        problems.add(Problem.error(
                at, "BLF key " + key + ": " + why + "; give the key a 'first_name' and 'last_name', or mend that"));
        return null;
    }

    private @Nullable Value value(Layers.@Nullable Found found) {
        return found == null ? null : references.follow(found, false);
    }
}

package dev.lineman.resolve;

import dev.lineman.inventory.Account;
import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.ValueLayer;
import dev.lineman.inventory.extension.ExtensionKey;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.resolve.value.Dependency;
import dev.lineman.resolve.value.ProblemWording;
import dev.lineman.resolve.value.ReferenceResolver;
import dev.lineman.resolve.value.ResolvedValue;
import dev.lineman.template.header.BlfType;
import dev.lineman.template.header.Header;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Determines type, number and names of a BLF key. A key for an extension takes the names of that extension, so
 * that labels follow a change of name.
 *
 * <p>Used by {@link BlfKeys} for one phone. Not thread-safe.
 */
final class BlfKeyResolver {
    /** The type of a key without {@code type}. */
    private static final String EXTENSION = "extension";

    private final String site;
    private final Header header;
    private final Inventory inventory;
    private final ReferenceResolver referenceResolver;

    BlfKeyResolver(String site, Header header, Inventory inventory, ReferenceResolver referenceResolver) {
        this.site = site;
        this.header = header;
        this.inventory = inventory;
        this.referenceResolver = referenceResolver;
    }

    /**
     * Resolves a key. What is wrong is reported, and the key gets empty names.
     *
     * @param layers the layers that define the key
     * @param nearest the first of them
     * @return null if a {@code _defaults.yaml} asks for a type that the template does not have
     */
    BlfKeys.@Nullable BlfKey resolve(int number, LayerStack layers, ValueLayer nearest) {
        LayerStack.LayerValue type = layers.get("type");
        LayerStack.LayerValue target = layers.get("number");
        ResolvedValue first = value(layers.get("first_name"));
        ResolvedValue last = value(layers.get("last_name"));
        String kind = type == null ? EXTENSION : String.valueOf(type.value());
        Position at = FieldValues.position(nearest.file(), nearest.fields().packedPosition(0));
        // A default applies to many templates, and some of them lack the type.
        if (!hasType(kind)) {
            if (nearest.kind().isDefault()) {
                return null;
            }
            referenceResolver.report(Problem.error(type == null ? at : type.position(), unknownType(number, kind)));
        }
        // Names in the key itself win over those of the extension.
        if (kind.equalsIgnoreCase(EXTENSION) && first == null && last == null) {
            Account extension = target == null ? null : findExtension(number, String.valueOf(target.value()), at);
            if (target == null) {
                referenceResolver.report(
                        Problem.error(at, "BLF key " + number + " has no 'number'; add the extension it watches"));
            } else if (extension != null) {
                first = value(extension.layers().get("first_name"));
                last = value(extension.layers().get("last_name"));
            }
        }
        ResolvedValue nothing = ResolvedValue.derived("");
        return new BlfKeys.BlfKey(
                kind,
                target == null ? nothing : ResolvedValue.given(String.valueOf(target.value()), false, target),
                first == null ? nothing : first,
                last == null ? nothing : last);
    }

    /** Whether the template supports a type. A template without {@code <blftype>} supports all. */
    private boolean hasType(String kind) {
        Map<String, BlfType> types = header.blfTypes();
        return types == null || types.containsKey(kind.toLowerCase(Locale.ROOT));
    }

    /** The message for a type that the template does not have, with its types. */
    private String unknownType(int number, String kind) {
        Map<String, BlfType> types = header.blfTypes();
        List<String> names = types == null
                ? List.of()
                : types.values().stream().map(BlfType::name).sorted().toList();
        return "BLF key " + number + ": this template has no type '" + kind + "'; it has "
                + ProblemWording.list(names, kind);
    }

    /** The extension that a key watches; null, with a problem, unless exactly one has the number and a name. */
    private @Nullable Account findExtension(int key, String number, Position at) {
        // Also recorded without a match: an extension that is added later may have the number.
        referenceResolver.addDependency(new Dependency(Dependency.DependencyKind.EXTENSION, site + '/' + number));
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
        referenceResolver.report(Problem.error(
                at, "BLF key " + key + ": " + why + "; give the key a 'first_name' and 'last_name', or correct that"));
        return null;
    }

    /** The text of a value, which may be a reference; null if no layer sets it. */
    private @Nullable ResolvedValue value(LayerStack.@Nullable LayerValue found) {
        return found == null ? null : referenceResolver.follow(found, false);
    }
}

package dev.lineman.resolve;

import dev.lineman.inventory.Account;
import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.ValueLayer;
import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.inventory.extension.ExtensionFile;
import dev.lineman.inventory.extension.ExtensionKey;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.inventory.extension.FolderDefaults;
import dev.lineman.inventory.extension.ValueText;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.resolve.option.UnusedSetting;
import dev.lineman.resolve.option.UnusedSettings;
import dev.lineman.resolve.value.Dependency;
import dev.lineman.resolve.value.ProblemWording;
import dev.lineman.resolve.value.ReferenceResolver;
import dev.lineman.resolve.value.ResolvedValue;
import dev.lineman.template.header.BlfType;
import dev.lineman.template.header.FieldRule;
import dev.lineman.template.header.Header;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Determines type, number and names of a BLF key. A key for an extension takes the names of that extension, so
 * that labels follow a change of name. Nothing that is wrong with a key holds back the file of the phone.
 *
 * <p>Used by {@link BlfKeys} for one phone. Not thread-safe.
 */
final class BlfKeyResolver {
    /** The type of a key without {@code type}. */
    private static final String EXTENSION = "extension";

    /** The type of a key that dials its number, in published templates and in ours. */
    private static final String SPEED_DIAL = "speeddial";

    private final String site;
    private final Header header;
    private final Inventory inventory;
    private final ReferenceResolver referenceResolver;
    private final UnusedSettings unusedSettings;

    BlfKeyResolver(
            String site,
            Header header,
            Inventory inventory,
            ReferenceResolver referenceResolver,
            UnusedSettings unusedSettings) {
        this.site = site;
        this.header = header;
        this.inventory = inventory;
        this.referenceResolver = referenceResolver;
        this.unusedSettings = unusedSettings;
    }

    /**
     * Resolves a key. If its name is missing, this is reported, and the key shows its number.
     *
     * @param layers the layers that define the key
     * @param nearest the first of them
     * @return null if the template does not have the key's type
     */
    BlfKeys.@Nullable BlfKey resolve(int number, LayerStack layers, ValueLayer nearest) {
        LayerStack.LayerValue type = layers.get("type");
        LayerStack.LayerValue target = layers.get("number");
        KeyNames names = KeyNames.of(layers, referenceResolver);
        String kind = type == null ? EXTENSION : String.valueOf(type.value());
        Position at = FieldValues.position(nearest.file(), nearest.fields().packedPosition(0));
        if (!header.hasBlfType(kind)) {
            LayerStack.LayerValue by = type == null
                    ? new LayerStack.LayerValue(kind, nearest, nearest.fields().packedPosition(0))
                    : type;
            unusedSettings.add(new UnusedSetting("BLF key " + number, by, "the template has no such type"));
            unusedSettings.errorIfOwn(by, unknownType(number, kind));
            return null;
        }
        if (target != null) {
            if (!isHeld(number, target)) {
                return null;
            }
            checkSpeedDial(number, kind, target);
        }
        ResolvedValue nothing = ResolvedValue.derived("");
        ResolvedValue shownNumber =
                target == null ? nothing : ResolvedValue.given(String.valueOf(target.value()), false, target);
        // Names in the key itself win over those of the extension.
        if (shownNumber.text().isEmpty()) {
            if (kind.equalsIgnoreCase(EXTENSION) || kind.equalsIgnoreCase(SPEED_DIAL)) {
                referenceResolver.report(Problem.warning(
                        at,
                        "BLF key " + number
                                + " has no 'number', so it does nothing; add a 'number', or remove the key"));
            }
        } else if (kind.equalsIgnoreCase(EXTENSION) && !names.given()) {
            Account extension = findExtension(number, shownNumber.text(), at);
            names = extension == null
                    ? new KeyNames(true, null, null)
                    : KeyNames.of(extension.layers(), referenceResolver);
        }
        boolean numbered = names.given() && names.first() == null && names.last() == null;
        ResolvedValue first = numbered ? shownNumber : names.first();
        return new BlfKeys.BlfKey(
                kind,
                shownNumber,
                first == null ? nothing : first,
                names.last() == null ? nothing : names.last(),
                nearest);
    }

    /**
     * The names that a key shows.
     *
     * @param given whether a layer sets one of them, or they are known to be missing
     * @param first null without a value
     * @param last null without a value
     */
    private record KeyNames(
            boolean given,
            @Nullable ResolvedValue first,
            @Nullable ResolvedValue last) {

        /** The names in the layers of a key or an extension. Reports a reference without a value. */
        static KeyNames of(LayerStack layers, ReferenceResolver referenceResolver) {
            LayerStack.LayerValue first = layers.get("first_name");
            LayerStack.LayerValue last = layers.get("last_name");
            return new KeyNames(
                    first != null || last != null,
                    first == null ? null : referenceResolver.followName(first),
                    last == null ? null : referenceResolver.followName(last));
        }
    }

    /** Whether the files can hold the number of a key. */
    private boolean isHeld(int key, LayerStack.LayerValue target) {
        String number = String.valueOf(target.value());
        FieldRule rule = header.fieldRules().get(ExtensionField.NUMBER);
        if (rule == null || rule.allows(number)) {
            return true;
        }
        referenceResolver.report(Problem.error(
                target.position(), rule.objection("the 'number' of BLF key " + key, "the key is left out")));
        return false;
    }

    /** Warns of a number to dial that SIP cannot hold. For keys of other types, the number may be any text. */
    private void checkSpeedDial(int key, String kind, LayerStack.LayerValue target) {
        if (kind.equalsIgnoreCase(SPEED_DIAL) && !ValueText.isSipUser(String.valueOf(target.value()))) {
            referenceResolver.report(Problem.warning(
                    target.position(),
                    "the 'number' of BLF key " + key + " has a character that a SIP user name cannot have, such as a"
                            + " blank, so the phone may not dial it; remove it"));
        }
    }

    /** The message for a type that the template does not have, with its types. */
    private String unknownType(int number, String kind) {
        Map<String, BlfType> types = header.blfTypes();
        List<String> names = types == null
                ? List.of()
                : types.values().stream().map(BlfType::name).sorted().toList();
        return "BLF key " + number + ": this template has no type '" + kind + "', so the key is left out; it has "
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
        List<String> expectedIn = extensions.isEmpty()
                ? List.of(ExtensionFile.FOLDER)
                : FolderDefaults.pathsAbove(extensions.get(0).file());
        referenceResolver.report(Problem.warning(
                        at,
                        "BLF key " + key + ": " + why + ", so the key shows its number; correct it, or give the key a"
                                + " 'first_name' and 'last_name'")
                .expectedIn(expectedIn));
        return null;
    }
}

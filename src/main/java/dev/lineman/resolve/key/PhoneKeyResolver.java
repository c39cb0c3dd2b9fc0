package dev.lineman.resolve.key;

import dev.lineman.inventory.Account;
import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.Phone;
import dev.lineman.inventory.ValueLayer;
import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.inventory.extension.ExtensionFile;
import dev.lineman.inventory.extension.ExtensionKey;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.inventory.extension.FolderDefaults;
import dev.lineman.inventory.extension.KeyList;
import dev.lineman.problem.NearestName;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.resolve.option.UnusedSetting;
import dev.lineman.resolve.option.UnusedSettings;
import dev.lineman.resolve.value.Dependency;
import dev.lineman.resolve.value.ProblemWording;
import dev.lineman.resolve.value.ReferenceResolver;
import dev.lineman.resolve.value.ResolvedValue;
import dev.lineman.template.Template;
import dev.lineman.template.header.FieldRule;
import dev.lineman.template.key.KeyKind;
import dev.lineman.template.key.StandardKeyType;
import dev.lineman.template.key.TemplateKeyType;
import dev.lineman.template.key.TemplateKeyTypes;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Determines type, number, names, label, line and icon of a BLF key or a soft key. A key for an extension takes the names
 * of that extension, so that labels follow a change of name. Nothing that is wrong with a key holds back the file of the
 * phone.
 *
 * <p>Used by {@link PhoneKeys} for one phone. Not thread-safe.
 */
public final class PhoneKeyResolver {
    private static final ResolvedValue NOTHING = ResolvedValue.derived("");

    private final Phone phone;
    private final Template template;
    private final Inventory inventory;
    private final ReferenceResolver referenceResolver;
    private final UnusedSettings unusedSettings;
    private final KeyNumberCheck numberCheck;

    /**
     * Makes a resolver for the keys of a phone.
     *
     * @param referenceResolver receives the dependencies and problems
     * @param unusedSettings receives the keys with a type that the template does not have
     */
    public PhoneKeyResolver(
            Phone phone,
            Template template,
            Inventory inventory,
            ReferenceResolver referenceResolver,
            UnusedSettings unusedSettings) {
        this.phone = phone;
        this.template = template;
        this.inventory = inventory;
        this.referenceResolver = referenceResolver;
        this.unusedSettings = unusedSettings;
        this.numberCheck = new KeyNumberCheck(referenceResolver);
    }

    /** Reports that the phone has keys of a kind that its template does not offer at all. */
    void reportUnused(KeyKind kind) {
        LayerStack.LayerValue found = phone.layers().get(kind.key());
        if (found != null && KeyList.of(found.value()).size() > 0) {
            unusedSettings.add(new UnusedSetting(kind.key(), found, "the template has no " + kind.title() + "s"));
            unusedSettings.errorIfOwn(
                    found,
                    template.path() + " offers no " + kind.title() + "s, so '" + kind.key()
                            + "' is left out; remove it");
        }
    }

    /**
     * Resolves a key. If its name is missing, this is reported, and the key shows its number.
     *
     * @param all the layers that define the key, the nearest first; at least one
     * @return null if the phone cannot have the key, or if the key is free on purpose
     */
    @Nullable
    PhoneKey resolve(KeyKind kind, int number, List<ValueLayer> all) {
        LayerStack layers = LayerStack.of(all);
        ValueLayer nearest = all.get(0);
        String title = kind.title() + ' ' + number;
        String type = type(kind, title, layers, nearest);
        if (type == null) {
            return null;
        }
        LayerStack.LayerValue target = layers.get(ExtensionField.NUMBER.key());
        ResolvedValue line = line(title, layers);
        if (line == null || (target != null && !isHeld(title, target))) {
            return null;
        }
        StandardKeyType meaning = StandardKeyType.of(type);
        Position at = FieldValues.position(nearest.file(), nearest.fields().packedPosition(0));
        numberCheck.check(title, meaning, target, at);
        ResolvedValue shownNumber = target == null ? NOTHING : referenceResolver.follow(target, false);
        LayerStack.LayerValue ownLabel = layers.get(ExtensionField.LABEL.key());
        // Names in the key itself win over those of the extension.
        KeyNames names = KeyNames.of(layers, referenceResolver);
        if (meaning == StandardKeyType.BLF && !shownNumber.text().isEmpty() && !names.given()) {
            Account extension = findExtension(title, shownNumber.text(), at, ownLabel == null);
            names = extension == null
                    ? new KeyNames(true, null, null)
                    : KeyNames.of(extension.layers(), referenceResolver);
        }
        boolean numbered = names.given() && names.first() == null && names.last() == null;
        ResolvedValue first = numbered ? shownNumber : names.first() == null ? NOTHING : names.first();
        ResolvedValue last = names.last() == null ? NOTHING : names.last();
        ResolvedValue label = ownLabel == null ? null : referenceResolver.followName(ownLabel);
        LayerStack.LayerValue icon = layers.get(ExtensionField.ICON.key());
        return new PhoneKey(
                type,
                Map.of(
                        KeyDetail.NUMBER, shownNumber,
                        KeyDetail.FIRST_NAME, first,
                        KeyDetail.LAST_NAME, last,
                        KeyDetail.LABEL, label == null ? bothNames(first, last) : label,
                        KeyDetail.LINE, line,
                        KeyDetail.ICON, icon == null ? NOTHING : referenceResolver.follow(icon, false)),
                nearest);
    }

    /**
     * The name that the template has for the type of a key. Without types in the template, it is the name in the inputs.
     *
     * @return null if the template does not have the type, which is reported, or if the key is free on purpose
     */
    private @Nullable String type(KeyKind kind, String title, LayerStack layers, ValueLayer nearest) {
        LayerStack.LayerValue given = layers.get(ExtensionField.TYPE.key());
        String name = given == null ? StandardKeyType.DEFAULT : String.valueOf(given.value());
        StandardKeyType meaning = StandardKeyType.of(name);
        TemplateKeyTypes types = template.header().keyTypes(kind);
        TemplateKeyType found = types == null ? null : types.find(name);
        if (found != null) {
            return found.name();
        }
        if (types == null || meaning == StandardKeyType.NONE) {
            return meaning == StandardKeyType.NONE ? null : name;
        }
        LayerStack.LayerValue by = given == null
                ? new LayerStack.LayerValue(name, nearest, nearest.fields().packedPosition(0))
                : given;
        unusedSettings.add(new UnusedSetting(title, by, "the template has no such type"));
        String message = title + ": "
                + (name.isEmpty() ? "its 'type' is empty" : template.path() + " has no type '" + name + "'")
                + ", so the key is left out; " + (name.isEmpty() ? template.path() : "it") + " has "
                + ProblemWording.list(types.names(), name) + NearestName.hint(name, types.names());
        if (meaning == null) {
            unusedSettings.errorIfOwn(by, message);
        } else {
            unusedSettings.warningIfOwn(by, message);
        }
        return null;
    }

    /** The line of the account that a key uses; null, with a problem, if the phone has no account on it. */
    private @Nullable ResolvedValue line(String title, LayerStack layers) {
        LayerStack.LayerValue given = layers.get(ExtensionField.LINE.key());
        if (given == null) {
            return ResolvedValue.derived(String.valueOf(phone.first().line()));
        }
        int line = Integer.parseInt(String.valueOf(given.value()));
        List<String> lines = phone.accounts().stream()
                .map(account -> String.valueOf(account.line()))
                .toList();
        if (lines.contains(String.valueOf(line))) {
            return ResolvedValue.given(String.valueOf(line), false, given);
        }
        String message =
                title + " is for line " + line + ", which has no account on this phone, so the key is left out;"
                        + " write a line that has one: " + String.join(", ", lines);
        if (given.layer().kind().isDefault()) {
            unusedSettings.warning(given, message);
        } else {
            unusedSettings.error(given, message);
        }
        return null;
    }

    /** Both names with a blank between them; a secret if one of them is. Its origin is that of the first one with a text. */
    private ResolvedValue bothNames(ResolvedValue first, ResolvedValue last) {
        String both = (first.text() + ' ' + last.text()).strip();
        LayerStack.LayerValue origin = first.text().isEmpty() ? last.origin() : first.origin();
        return first.secret() || last.secret()
                ? referenceResolver.secret(both, origin)
                : new ResolvedValue(both, false, origin, null);
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
            LayerStack.LayerValue first = layers.get(ExtensionField.FIRST_NAME.key());
            LayerStack.LayerValue last = layers.get(ExtensionField.LAST_NAME.key());
            return new KeyNames(
                    first != null || last != null,
                    first == null ? null : referenceResolver.followName(first),
                    last == null ? null : referenceResolver.followName(last));
        }
    }

    /** Whether the files can hold the number of a key. */
    private boolean isHeld(String title, LayerStack.LayerValue target) {
        String number = String.valueOf(target.value());
        FieldRule rule = template.header().fieldRules().get(ExtensionField.NUMBER);
        if (rule == null || rule.allows(number)) {
            return true;
        }
        referenceResolver.report(
                Problem.error(target.position(), rule.objection("the 'number' of " + title, "the key is left out")));
        return false;
    }

    /**
     * The extension that a key watches; null unless exactly one has the number and a name.
     *
     * @param reportMissing whether to report that there is none with a name
     */
    private @Nullable Account findExtension(String title, String number, Position at, boolean reportMissing) {
        String site = phone.site();
        // Also recorded without a match: an extension that is added later may have the number.
        referenceResolver.addDependency(new Dependency(Dependency.DependencyKind.EXTENSION, site + '/' + number));
        List<Account> extensions = inventory.extensions(new ExtensionKey(site, number));
        if (extensions.size() == 1) {
            Account extension = extensions.get(0);
            if (extension.layers().get(ExtensionField.FIRST_NAME.key()) != null
                    || extension.layers().get(ExtensionField.LAST_NAME.key()) != null) {
                return extension;
            }
        }
        if (!reportMissing) {
            return null;
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
                        title + ": " + why + ", so the key shows its number; correct it, or give the key a"
                                + " 'first_name' and 'last_name'")
                .expectedIn(expectedIn));
        return null;
    }
}

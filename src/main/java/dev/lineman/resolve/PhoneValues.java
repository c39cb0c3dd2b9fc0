package dev.lineman.resolve;

import dev.lineman.inventory.Account;
import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.Phone;
import dev.lineman.inventory.extension.BuiltInNames;
import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.resolve.url.ProvisioningLink;
import dev.lineman.resolve.value.AccountField;
import dev.lineman.resolve.value.HeldSecrets;
import dev.lineman.resolve.value.NamedValues;
import dev.lineman.resolve.value.ProvisioningUrlResolver;
import dev.lineman.resolve.value.ReferenceResolver;
import dev.lineman.resolve.value.ResolvedValue;
import dev.lineman.template.Template;
import dev.lineman.template.TemplateMatch;
import dev.lineman.template.header.Header;
import dev.lineman.template.header.TypedSetting;
import dev.lineman.template.model.ModelEntry;
import dev.lineman.template.model.ModelField;
import dev.lineman.template.model.ModelValue;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The named values of one phone for one template, computed on demand. Placeholders and Velocity templates read
 * the same values. {@link Resolver} makes it, and the renderer reads it. Not thread-safe.
 */
public final class PhoneValues extends RenderSubject {
    /** Prefix of the values of a line, such as {@code ext_auth_id_02}. */
    private static final String LINE_PREFIX = "ext_";

    /** A name for {@link #model()} as a whole. No placeholder can contain {@code $}. */
    public static final String MODEL = "$model";

    private final Phone phone;
    private final TemplateMatch.MatchedTemplate model;
    private final Template template;
    /** The values of the picked options, by name in lower case. */
    private final Map<String, ResolvedValue> selection;

    private final BlfKeys blfKeys;
    private final PhoneLink link;
    private final UnusedSettings unusedSettings;
    private final MissingKeys missingKeys;
    /** The result of {@link #model()} after its first call. */
    private @Nullable Map<String, Object> cachedModel;
    /** Whether a look-up for the cached model gave a blocking problem. */
    private boolean modelIsBlocked;

    /**
     * Picks the options and resolves the BLF keys now, and all other values on demand.
     *
     * @param model the template and the chosen entry of its models
     * @param resolver knows all phones and templates
     * @param referenceResolver receives the dependencies and problems of this phone
     */
    PhoneValues(
            Phone phone, TemplateMatch.MatchedTemplate model, Resolver resolver, ReferenceResolver referenceResolver) {
        super(resolver.inventory(), referenceResolver);
        this.link = new PhoneLink(
                phone,
                referenceResolver,
                new ProvisioningUrlResolver(referenceResolver, inventory, resolver.servingPath()));
        link.check();
        this.phone = phone;
        this.template = model.template();
        this.model = model;
        new FieldRuleCheck(template.header(), referenceResolver).checkPhone(phone);
        this.unusedSettings = new UnusedSettings(referenceResolver);
        this.selection = OptionSelection.of(phone, template, resolver.catalog(), referenceResolver, unusedSettings);
        this.blfKeys = BlfKeys.of(phone, template.header(), inventory, referenceResolver, unusedSettings);
        this.missingKeys = MissingKeys.of(phone, model, blfKeys, referenceResolver);
    }

    private PhoneValues(PhoneValues other) {
        super(other.inventory, other.referenceResolver.withoutRecording());
        this.phone = other.phone;
        this.template = other.template;
        this.model = other.model;
        this.selection = other.selection;
        this.blfKeys = other.blfKeys;
        this.link = other.link.with(referenceResolver);
        this.unusedSettings = other.unusedSettings;
        this.missingKeys = other.missingKeys;
    }

    /** Shares picked options and keys with this object, since these were already checked. */
    @Override
    public NamedValues withoutRecording() {
        return new PhoneValues(this);
    }

    /** Whether the phone's URL has a token, unless it is omitted. */
    public boolean hasToken() {
        return link.hasToken();
    }

    /** Sets whether the phone's URL has no token, for a file that it shares with phones with other tokens. */
    public void omitToken(boolean omit) {
        if (link.omitToken(omit)) {
            cachedModel = null;
        }
    }

    @Override
    public Map<String, Object> model() {
        Map<String, Object> model = cachedModel;
        if (model == null) {
            int before = referenceResolver.blockingCount();
            model = new PhoneModel(phone, this).model();
            modelIsBlocked = referenceResolver.blockingCount() > before;
            cachedModel = model;
        } else if (modelIsBlocked) {
            // Each file that uses the cached model contains the wrong value.
            referenceResolver.countBlocking();
        }
        return model;
    }

    @Override
    public @Nullable String valueOf(String name) {
        if (name.equals(MODEL)) {
            return PhoneModel.serialize(model());
        }
        ResolvedValue value = value(name);
        return value == null ? null : value.text();
    }

    @Override
    public Iterable<String> knownNames() {
        Set<String> known = new TreeSet<>(phone.layers().keys("vars"));
        known.addAll(BuiltInNames.OF_PHONE);
        known.addAll(headerNames());
        if (phone.layers().get(ExtensionField.PROVISIONING_URL.key()) != null) {
            known.addAll(ProvisioningLink.NAMES);
        }
        return known;
    }

    @Override
    public @Nullable Problem missing(String name, Position readAt) {
        ModelField ofModel = ModelField.ofPlaceholder(name);
        return ofModel == null
                ? MissingVariable.of(phone, name, headerNames(), readAt)
                : MissingVariable.ofModel(model.entry(), ofModel, readAt);
    }

    /**
     * The value of a name with its origin; null if it has none.
     *
     * @param name in lower case
     */
    public @Nullable ResolvedValue value(String name) {
        Account first = phone.first();
        // These names come first: vars cannot replace them.
        return switch (name) {
            case "extension_number" -> ResolvedValue.derived(first.number());
            case "extension_first_name" -> fieldValue(first, ExtensionField.FIRST_NAME);
            case "extension_last_name" -> fieldValue(first, ExtensionField.LAST_NAME);
            case "extension_auth_id" -> fieldValue(first, ExtensionField.AUTH_ID);
            case "extension_auth_pw" -> fieldValue(first, ExtensionField.AUTH_PASSWORD);
            case "pbx_ip" -> fieldValue(first, ExtensionField.PBX_IP);
            case "mac_address" -> ResolvedValue.derived(phone.mac());
            case "mac_address_upper" -> ResolvedValue.derived(phone.mac().toUpperCase(Locale.ROOT));
            case "phone_model" -> ResolvedValue.derived(model.model());
            case "ua" -> ResolvedValue.derived(model.ua());
            case "network" -> selection.get(name);
            default -> {
                ModelField field = ModelField.ofPlaceholder(name);
                yield field == null ? optionalValue(name) : modelValue(field);
            }
        };
    }

    /** The data of the phone's model. */
    public ModelEntry modelEntry() {
        return model.entry();
    }

    /** The BLF keys as Velocity templates see them, in the order of their numbers. */
    public List<Map<String, Object>> blfKeys() {
        return blfKeys.model();
    }

    /** Warnings for the lines and BLF keys of which no file reads a name. The names are in lower case. */
    public List<Problem> unreadKeys(Iterable<String> names) {
        return missingKeys.ofNames(names);
    }

    /** What the layers give and the template does not have. */
    public List<UnusedSetting> unusedSettings() {
        return unusedSettings.all();
    }

    /** The text of a field of an account. */
    String text(AccountField field, Account account) {
        return referenceResolver.text(field, account);
    }

    /** The text of a value, which may be a reference. */
    ResolvedValue follow(LayerStack.LayerValue found, boolean secret) {
        return referenceResolver.follow(found, secret);
    }

    /** A value of the model's data, such as its lines; null if it is not known. */
    private @Nullable ResolvedValue modelValue(ModelField field) {
        ModelValue found = model.entry().value(field);
        return found == null ? null : ResolvedValue.offered(found.text(), found.at());
    }

    @Override
    void collectSecrets(HeldSecrets held) {
        held.add(phone);
    }

    /**
     * Values of lines, keys, the provisioning URL and {@code vars}, and of the template. A variable wins over
     * the template.
     */
    private @Nullable ResolvedValue optionalValue(String name) {
        if (name.startsWith(LINE_PREFIX)) {
            ResolvedValue value = lineValue(name.substring(LINE_PREFIX.length()));
            if (value != null) {
                return value;
            }
        }
        if (name.startsWith("blf")) {
            ResolvedValue value = blfKeys.value(name, referenceResolver, this::value);
            if (value != null) {
                return value;
            }
        }
        if (ProvisioningLink.isName(name) && phone.layers().get(ExtensionField.PROVISIONING_URL.key()) != null) {
            return link.value(name);
        }
        LayerStack.LayerValue found = phone.layers().get("vars", name);
        if (found != null) {
            return variable(name, found);
        }
        TypedSetting setting = setting(name);
        return setting == null ? selection.get(name) : defaultOf(setting);
    }

    /**
     * The value of a variable. A value that the template's declaration does not allow is a problem: a secret keeps the
     * file as it was, any other value is replaced by the default.
     *
     * @param name in lower case
     * @param found what a layer sets
     * @return null if the value is not allowed and the declaration has no default
     */
    @Nullable
    ResolvedValue variable(String name, LayerStack.LayerValue found) {
        ResolvedValue given = referenceResolver.follow(found, ExtensionField.isSecretVariable(name));
        TypedSetting setting = setting(name);
        if (setting == null) {
            return given;
        }
        if (!referenceResolver.isAssumed(given.text()) && !setting.allows(given.text())) {
            String preset = setting.defaultValue();
            String rule =
                    "'" + setting.name() + "' must be " + setting.rule().description() + " (" + template.path() + ")";
            if (!given.secret()) {
                referenceResolver.report(Problem.error(
                        found.position(),
                        rule + (preset == null ? ", so it is left out" : ", so its default '" + preset + "' is used")));
                return defaultOf(setting);
            }
            referenceResolver.report(
                    Problem.blocking(found.position(), rule + ", so the phone keeps its last good files"));
        }
        String phoneValue = setting.phoneValue(given.text());
        return given.secret()
                ? referenceResolver.secret(phoneValue, found)
                : new ResolvedValue(phoneValue, false, found, setting.at());
    }

    /** The template's declaration of a variable, whose name is in lower case; null if there is none. */
    @Nullable
    TypedSetting setting(String name) {
        return template.header().settings().get(name);
    }

    private static @Nullable ResolvedValue defaultOf(TypedSetting setting) {
        String preset = setting.defaultValue();
        return preset == null ? null : ResolvedValue.offered(setting.phoneValue(preset), setting.at());
    }

    /** The names that the template's header sets. */
    Set<String> headerNames() {
        Set<String> offered = new TreeSet<>(selection.keySet());
        offered.addAll(template.header().settings().keySet());
        return offered;
    }

    /**
     * The value of a line, such as {@code ext_auth_id_02} or {@code ext_02_enabled}. A line without an account
     * has empty values.
     *
     * @param name without the prefix {@code ext_}
     * @return null if the name is no value of a line
     */
    private @Nullable ResolvedValue lineValue(String name) {
        LinePlaceholder read = LinePlaceholder.parse(name);
        if (read == null) {
            return null;
        }
        Account account = null;
        for (Account candidate : phone.accounts()) {
            account = candidate.line() == read.line() ? candidate : account;
        }
        // A line without an account is valid: templates list all lines of a model.
        Header.SwitchTexts words = template.header().accountEnabled();
        ExtensionField field = read.field();
        if (field == null) {
            return ResolvedValue.derived(account == null ? words.off() : words.on());
        }
        if (account == null) {
            return ResolvedValue.derived("");
        }
        return field == ExtensionField.EXTENSION ? ResolvedValue.derived(account.number()) : fieldValue(account, field);
    }

    /**
     * The value of an account's field. Without a value, a label is the number, a name is empty, and any other field
     * is null.
     */
    private @Nullable ResolvedValue fieldValue(Account account, ExtensionField field) {
        LayerStack.LayerValue found = account.layers().get(field.key());
        if (!field.isShownOnly()) {
            return found == null ? null : referenceResolver.follow(found, field.isSecret());
        }
        ResolvedValue shown = found == null ? null : referenceResolver.followName(found);
        return shown == null ? ResolvedValue.derived(field == ExtensionField.LABEL ? account.number() : "") : shown;
    }
}

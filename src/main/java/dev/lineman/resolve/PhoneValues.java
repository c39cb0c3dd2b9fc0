package dev.lineman.resolve;

import dev.lineman.inventory.Account;
import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.Phone;
import dev.lineman.inventory.extension.BuiltInNames;
import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.resolve.key.KeyName;
import dev.lineman.resolve.key.PhoneKeyResolver;
import dev.lineman.resolve.key.PhoneKeys;
import dev.lineman.resolve.module.PhoneModules;
import dev.lineman.resolve.option.OptionSelection;
import dev.lineman.resolve.option.SelectionContext;
import dev.lineman.resolve.option.UnusedSetting;
import dev.lineman.resolve.option.UnusedSettings;
import dev.lineman.resolve.parameter.PhoneParameters;
import dev.lineman.resolve.url.ProvisioningLink;
import dev.lineman.resolve.value.AccountField;
import dev.lineman.resolve.value.HeldSecrets;
import dev.lineman.resolve.value.NamedValues;
import dev.lineman.resolve.value.ProvisioningUrlResolver;
import dev.lineman.resolve.value.ReferenceResolver;
import dev.lineman.resolve.value.ResolvedValue;
import dev.lineman.resolve.variable.PhoneLink;
import dev.lineman.resolve.variable.VariableValues;
import dev.lineman.template.Template;
import dev.lineman.template.TemplateMatch;
import dev.lineman.template.key.KeyKind;
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
    /** A name for {@link #model()} as a whole. No placeholder can contain {@code $}. */
    public static final String MODEL = "$model";

    /** The names whose values no two phones share. */
    public static final Set<String> OF_ONE_PHONE = Set.of("mac_address", "mac_address_upper", MODEL);

    private final Phone phone;
    private final TemplateMatch.MatchedTemplate model;
    private final Template template;
    private final OptionSelection selection;
    private final VariableValues variableValues;
    private final LineValues lineValues;

    private final PhoneKeys keys;
    private final PhoneLink link;
    private final UnusedSettings unusedSettings;
    private final PhoneModules phoneModules;
    private final MissingKeys missingKeys;
    /** The result of {@link #model()} after its first call. */
    private @Nullable Map<String, Object> cachedModel;
    /** Whether a look-up for the cached model gave a blocking problem. */
    private boolean modelIsBlocked;

    /**
     * Picks the options and resolves the keys now, and all other values on demand.
     *
     * @param model the template and the chosen entry of its models
     * @param resolver knows all phones and templates
     * @param referenceResolver receives the dependencies and problems of this phone
     */
    PhoneValues(
            Phone phone, TemplateMatch.MatchedTemplate model, Resolver resolver, ReferenceResolver referenceResolver) {
        super(
                resolver.inventory(),
                referenceResolver,
                PhoneParameters.of(phone.layers(), model.template(), referenceResolver));
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
        this.selection = OptionSelection.of(
                phone, new SelectionContext(template, resolver.catalog(), referenceResolver, unusedSettings));
        this.variableValues = new VariableValues(phone, model, referenceResolver, link, resolver.servedFiles());
        this.lineValues = new LineValues(phone, template.header(), selection, variableValues, referenceResolver);
        this.keys = PhoneKeys.of(
                phone,
                template.header(),
                new PhoneKeyResolver(phone, template, inventory, referenceResolver, unusedSettings));
        this.phoneModules = PhoneModules.of(phone, model, unusedSettings);
        this.missingKeys = MissingKeys.of(phone, model, keys, phoneModules, referenceResolver);
        new DectCheck(phone, model, referenceResolver).check();
    }

    private PhoneValues(PhoneValues other) {
        super(other.inventory, other.referenceResolver.withoutRecording(), other.parameters());
        this.phone = other.phone;
        this.template = other.template;
        this.model = other.model;
        this.selection = other.selection;
        this.link = other.link.with(referenceResolver);
        this.variableValues = other.variableValues.with(referenceResolver, link);
        this.lineValues = new LineValues(phone, template.header(), selection, variableValues, referenceResolver);
        this.keys = other.keys;
        this.unusedSettings = other.unusedSettings;
        this.phoneModules = other.phoneModules;
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
        if (name.equals(PhoneParameters.NAME)) {
            return parameters().serialized();
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
        if (ofModel != null) {
            return MissingVariable.ofModel(model.entry(), ofModel, readAt);
        }
        String ofLine = LinePlaceholder.variable(name, variable -> true);
        String variable = template.header().variableOf(ofLine == null ? name : ofLine);
        if (ofLine != null && !lineValues.isOfLine(ofLine)) {
            return MissingVariable.ofLine(variable, template.header(), readAt);
        }
        Phone line = lineValues.line(name);
        return MissingVariable.of(line == null ? phone : line, variable, headerNames(), readAt);
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
            case "extension_first_name" -> lineValues.field(first, ExtensionField.FIRST_NAME);
            case "extension_last_name" -> lineValues.field(first, ExtensionField.LAST_NAME);
            case "extension_auth_id" -> lineValues.field(first, ExtensionField.AUTH_ID);
            case "extension_auth_pw" -> lineValues.field(first, ExtensionField.AUTH_PASSWORD);
            case "pbx_ip" -> lineValues.field(first, ExtensionField.PBX_IP);
            case "mac_address" -> ResolvedValue.derived(phone.mac());
            case "mac_address_upper" -> ResolvedValue.derived(phone.mac().toUpperCase(Locale.ROOT));
            case "phone_model" -> ResolvedValue.derived(model.model());
            case "ua" -> ResolvedValue.derived(model.ua());
            case "network" -> selection.ofPhone().get(name);
            case "provisioning_user" -> link.login(ExtensionField.USER);
            case "provisioning_password" -> link.login(ExtensionField.PASSWORD);
            case "provisioning_login" -> link.urlLogin();
            case "provisioning_folder" -> link.folder();
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

    /** The keys of a kind as Velocity templates see them, in the order of their numbers. */
    public List<Map<String, Object>> keys(KeyKind kind) {
        return keys.model(kind, phoneModules);
    }

    /** The expansion modules as Velocity templates see them, in their order. */
    List<Map<String, Object>> modules() {
        return phoneModules.model();
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
        ResolvedValue ofLine = lineValues.placeholder(name);
        if (ofLine != null) {
            return ofLine;
        }
        KeyName ofKey = KeyName.parse(name);
        if (ofKey != null) {
            ResolvedValue value = keys.value(ofKey, referenceResolver, this::value);
            if (value != null) {
                return value;
            }
        }
        if (ProvisioningLink.isName(name) && phone.layers().get(ExtensionField.PROVISIONING_URL.key()) != null) {
            return link.value(name);
        }
        return variableValues.value(name, phone.layers(), selection.ofPhone());
    }

    /** The values of the lines. */
    LineValues lineValues() {
        return lineValues;
    }

    /** The values of variables, checked against the template's declarations. */
    VariableValues variableValues() {
        return variableValues;
    }

    /**
     * The placeholder of a name of one line, such as {@code ext_sip_port_02}. Explanations use it.
     *
     * @param name in lower case
     * @return null if lines have no value of their own of the name
     */
    public @Nullable String placeholder(Account account, String name) {
        return lineValues.isOfLine(name) ? LinePlaceholder.text(name, account.line()) : null;
    }

    /**
     * The layers that give the value of a placeholder such as {@code ext_sip_port_02}.
     *
     * @param name in lower case
     * @return null if the placeholder reads no variable of a line, or the line has no account
     */
    public @Nullable LayerStack lineLayers(String name) {
        return lineValues.layers(name);
    }

    /** The names that the template's header sets. */
    Set<String> headerNames() {
        Set<String> offered = new TreeSet<>(selection.ofPhone().keySet());
        offered.addAll(template.header().settingNames());
        return offered;
    }
}

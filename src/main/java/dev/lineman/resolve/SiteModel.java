package dev.lineman.resolve;

import dev.lineman.inventory.Account;
import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.Phone;
import dev.lineman.inventory.extension.ExtensionFile;
import dev.lineman.inventory.extension.ExtensionKey;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.inventory.extension.VariableNames;
import dev.lineman.problem.Problem;
import dev.lineman.resolve.parameter.PhoneParameters;
import dev.lineman.resolve.people.SitePage;
import dev.lineman.resolve.value.AccountField;
import dev.lineman.resolve.value.HeldSecrets;
import dev.lineman.resolve.value.LazyCollection;
import dev.lineman.resolve.value.LazyMap;
import dev.lineman.resolve.value.NamedValues;
import dev.lineman.resolve.value.ProvisioningUrlResolver;
import dev.lineman.resolve.value.ReferenceResolver;
import dev.lineman.resolve.value.SiteFields;
import dev.lineman.template.DeviceConfig;
import dev.lineman.template.Template;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The values of one site for site templates: {@code $site}, {@code $extensions} by number, {@code $phones} by MAC, and
 * the people of a phonebook. Other sites are not visible.
 *
 * <p>Items are made during iteration, so that a large site takes little memory. Each field that a template
 * reads is recorded: a change of any other field does not render the file again. Not thread-safe.
 */
public final class SiteModel extends RenderSubject {
    /** The fields of an extension by their names in templates. */
    private static final Map<String, AccountField> ACCOUNT_FIELDS = new HashMap<>();
    /** The keys of an account of a phone. */
    private static final Set<String> ACCOUNT_KEYS = new TreeSet<>(Set.of("line", SiteFields.VARS));
    /** The keys of an item of {@code $extensions}. */
    private static final Set<String> EXTENSION_KEYS = new TreeSet<>(Set.of(SiteFields.PHONES, SiteFields.VARS));

    static {
        for (AccountField field : AccountField.ALL) {
            ACCOUNT_FIELDS.put(field.key(), field);
            ACCOUNT_KEYS.add(field.key());
            EXTENSION_KEYS.add(field.key());
        }
    }

    /** The variable with the phonebook of a phone. */
    private static final String PHONEBOOK_URL = "phonebook_url";

    /** The key of a phone's model. */
    private static final String MODEL = "model";

    /** The key of the URL that DHCP tells a phone. */
    private static final String DHCP_URL = "dhcpUrl";

    /** The key of the DHCP options of a phone. */
    private static final String DHCP_OPTIONS = "dhcpOptions";

    private final String site;
    private final Template template;
    private final Resolver resolver;
    private final FieldRuleCheck fieldRuleCheck;
    private final ProvisioningUrlResolver urls;
    private final SiteDirectory directory;
    private final SiteProvisioningUrl provisioningUrl;
    private final SiteDhcp dhcp;

    /** The numbers of the extensions that templates see, in order; null before the first look-up. */
    private @Nullable Collection<String> numbers;

    /** @param template makes the files that show the site */
    SiteModel(String site, Template template, Resolver resolver, ReferenceResolver referenceResolver) {
        super(resolver.inventory(), referenceResolver, PhoneParameters.NONE);
        this.site = site;
        this.template = template;
        this.fieldRuleCheck = new FieldRuleCheck(template.header(), referenceResolver);
        this.resolver = resolver;
        this.urls = new ProvisioningUrlResolver(referenceResolver, inventory, resolver.servingPath());
        this.directory = new SiteDirectory(site, inventory, referenceResolver, fieldRuleCheck, this::extensions);
        this.provisioningUrl = new SiteProvisioningUrl(site, inventory, referenceResolver, urls, this::allMacs);
        this.dhcp = new SiteDhcp(
                resolver, referenceResolver, this::allPhones, phone -> urls.resolveForSite(phone.layers(), site, true));
    }

    @Override
    public Map<String, Object> model() {
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("site", site);
        model.put("extensions", new LazyCollection<>(this::numbers, this::extension));
        model.put("phones", new LazyCollection<>(this::macs, this::phone));
        model.put("people", directory.people());
        model.put("groups", directory.groups());
        model.put("provisioning", new LazyMap(Set.of("url"), key -> provisioningUrl.text()));
        model.put("dhcp", new LazyMap(SiteDhcp.KEYS, dhcp::value));
        return model;
    }

    /** The variables of a page: {@code $people} has those on it. */
    public Map<String, Object> model(SitePage page) {
        Map<String, Object> model = model();
        model.put("people", directory.people(page));
        model.put("page", page.model());
        return model;
    }

    /**
     * The pages of a file.
     *
     * @param size how many phone numbers a page has
     * @param file the name of the first page
     */
    public List<SitePage> pages(int size, String file) {
        return SitePage.of(directory.numberCounts(), size, file);
    }

    /** Also warns of files with more people than the phones of the site take. */
    @Override
    public List<Problem> problems() {
        List<Problem> problems = new ArrayList<>(super.problems());
        problems.addAll(dhcp.problems());
        for (DeviceConfig config : template.configs()) {
            int people = config.maxPeople() == 0 ? 0 : directory.people().size();
            if (people > config.maxPeople() && isPhonebook(config)) {
                problems.add(Problem.warning(
                        config.at(),
                        "this file has " + people + " people, and the phones take only " + config.maxPeople()
                                + " of them; set 'listed: false' for some extensions, or divide the site"));
            }
        }
        return problems;
    }

    /** Whether a phone of the site has this file as its phonebook, unless its variables name another. */
    private boolean isPhonebook(DeviceConfig config) {
        return macs().stream()
                .map(mac -> inventory.phone(mac, site))
                .filter(Objects::nonNull)
                .map(phone -> resolver.template(phone, referenceResolver))
                .filter(Objects::nonNull)
                .map(found -> found.header().settings().get(PHONEBOOK_URL))
                .anyMatch(setting -> setting != null && config.filename().text().equals(setting.defaultValue()));
    }

    /** Look-ups of {@code valueOf} record nothing, so this object serves both. */
    @Override
    public NamedValues withoutRecording() {
        return this;
    }

    /** Placeholders can only read {@code %%site%%}. */
    @Override
    public @Nullable String valueOf(String name) {
        return name.equals("site") ? site : null;
    }

    @Override
    void collectSecrets(HeldSecrets held) {
        held.addSite(site);
    }

    /** The numbers of the site's extensions, without those that the files cannot hold. */
    private Collection<String> numbers() {
        recordRead(AccountField.NUMBER.key());
        if (numbers == null) {
            Collection<String> all = inventory.numbers(site);
            numbers = fieldRuleCheck.concernsNumbers()
                    ? all.stream()
                            .filter(number -> fieldRuleCheck.holdsNumber(first(number)))
                            .toList()
                    : all;
        }
        return numbers;
    }

    /** The MACs of the site's phones, sorted and each once. */
    private Collection<String> macs() {
        recordRead(SiteFields.PHONES);
        // Several extensions may share a phone.
        return new TreeSet<>(inventory.macsOf(
                numbers().stream().map(number -> new ExtensionKey(site, number)).toList()));
    }

    /** The MACs of all phones of the site, also those whose extensions the file cannot have. */
    private Collection<String> allMacs() {
        recordRead(SiteFields.PHONES);
        return inventory.macsOf(inventory.numbers(site).stream()
                .map(number -> new ExtensionKey(site, number))
                .toList());
    }

    private Collection<Phone> allPhones() {
        return new TreeSet<>(allMacs())
                .stream()
                        .map(mac -> inventory.phone(mac, site))
                        .filter(Objects::nonNull)
                        .toList();
    }

    /** The DHCP options of the phones. */
    public SiteDhcp dhcp() {
        return dhcp;
    }

    /** The first of the extensions with a number; several are a problem elsewhere. */
    private Account first(String number) {
        return inventory.extensions(new ExtensionKey(site, number)).get(0);
    }

    private List<Account> extensions() {
        return numbers().stream().map(this::first).toList();
    }

    private Map<String, Object> extension(String number) {
        Account extension = first(number);
        return new LazyMap(EXTENSION_KEYS, key -> fieldValue(extension, key));
    }

    /** An account of a phone, with the same fields as an extension and its line. */
    private Map<String, Object> account(Account account) {
        return new LazyMap(
                ACCOUNT_KEYS, key -> key.equals("line") ? (Object) account.line() : fieldValue(account, key));
    }

    /** Records that a field is read, and returns its value. */
    private Object fieldValue(Account extension, String key) {
        recordRead(key);
        AccountField field = ACCOUNT_FIELDS.get(key);
        if (field != null) {
            return fieldRuleCheck.text(field, extension);
        }
        return key.equals(SiteFields.VARS) ? vars(extension) : phones(extension);
    }

    /** The variables of an extension, merged from its layers. Names ignore case. */
    private Map<String, Object> vars(Account extension) {
        Map<String, Object> vars = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String name : extension.layers().keys(SiteFields.VARS)) {
            LayerStack.LayerValue found = extension.layers().get(SiteFields.VARS, name);
            if (found != null) {
                vars.put(name, follow(found, VariableNames.isSecret(name)));
            }
        }
        return vars;
    }

    /** The phones that an extension's own file names. */
    private List<Map<String, Object>> phones(Account extension) {
        List<Map<String, Object>> phones = new ArrayList<>();
        for (FieldValues phone : ExtensionFile.phones(extension.entry())) {
            phones.add(phone(ExtensionFile.mac(phone)));
        }
        return phones;
    }

    /** A phone's properties, as the files of this site define them. */
    private Map<String, Object> phone(String mac) {
        recordRead(SiteFields.PHONES);
        Map<String, Object> map = PhoneModel.macForms(mac);
        Phone phone = inventory.phone(mac, site);
        if (phone != null) {
            map.put(MODEL, "");
            map.put(DHCP_URL, "");
            map.put(DHCP_OPTIONS, "");
            map.put("provisioningUrl", text(phone, ""));
            map.put(
                    "accounts",
                    phone.accounts().stream()
                            .filter(fieldRuleCheck::holdsNumber)
                            .map(this::account)
                            .toList());
        }
        return phone == null
                ? map
                : new LazyMap(map.keySet(), key -> switch (key) {
                    case MODEL -> model(phone);
                    case DHCP_URL -> text(phone, filePattern(phone));
                    case DHCP_OPTIONS -> dhcp.options(phone);
                    default -> map.get(key);
                });
    }

    /** The full name of a phone's model, and the look-ups behind it. */
    private String model(Phone phone) {
        Resolver.modelDependencies(phone).forEach(referenceResolver::addDependency);
        String fullName = inventory.model(phone);
        return fullName == null ? "" : fullName;
    }

    /** The name of the file that DHCP tells a phone of this template; empty if it tells the folder. */
    private String filePattern(Phone phone) {
        Template template = resolver.template(phone, referenceResolver);
        return template == null ? "" : template.header().provisioningFile();
    }

    /** The URL that a phone is told, with the name of a file behind it; empty if the phone has none. */
    private String text(Phone phone, String file) {
        ProvisioningUrlResolver.PhoneUrl url = urls.resolveForSite(phone.layers(), site, true);
        if (url == null) {
            return "";
        }
        String text = url.withFile(file);
        return url.isSecret(url.text())
                ? referenceResolver.secret(text, url.written()).text()
                : text;
    }

    /** The text of a value, which may be a reference. */
    private String follow(LayerStack.LayerValue found, boolean secret) {
        return referenceResolver.follow(found, secret).text();
    }

    /** Adds a dependency on one field of all extensions of the site. */
    private void recordRead(String field) {
        referenceResolver.addDependency(SiteFields.dependency(site, field));
    }
}

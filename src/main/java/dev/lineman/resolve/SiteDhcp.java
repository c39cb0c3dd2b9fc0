package dev.lineman.resolve;

import dev.lineman.inventory.Phone;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.resolve.dhcp.DhcpValue;
import dev.lineman.resolve.dhcp.DhcpValues;
import dev.lineman.resolve.dhcp.MacGroup;
import dev.lineman.resolve.dhcp.PhoneDhcp;
import dev.lineman.resolve.dhcp.SiteDhcpPlan;
import dev.lineman.resolve.dhcp.VendorClass;
import dev.lineman.resolve.value.Dependency;
import dev.lineman.resolve.value.LazyCollection;
import dev.lineman.resolve.value.ProvisioningUrlResolver.PhoneUrl;
import dev.lineman.resolve.value.ReferenceResolver;
import dev.lineman.template.TemplateMatch;
import dev.lineman.template.vendor.PhoneVendor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The DHCP options of the phones of a site for site templates: {@code $dhcp}, and {@code dhcpOptions} of a phone. For one
 * site, by one thread.
 */
public final class SiteDhcp {
    private static final String CLASSES = "classes";
    private static final String GROUPS = "groups";
    private static final String DEFINITIONS = "definitions";

    /** The keys of {@code $dhcp}. */
    static final Set<String> KEYS = new TreeSet<>(Set.of(CLASSES, GROUPS, DEFINITIONS, "notes"));

    private static final Dependency VENDORS = new Dependency(Dependency.DependencyKind.VENDORS, "");

    private final Resolver resolver;
    private final ReferenceResolver referenceResolver;
    private final Supplier<Collection<Phone>> phones;
    private final Function<Phone, @Nullable PhoneUrl> urls;

    /** By MAC; the URL from which the values of a phone are made. */
    private final Map<String, PhoneUrl> secretUrls = new TreeMap<>();

    private final Set<Problem> problems = new TreeSet<>();
    private final Set<String> withheld = new TreeSet<>();
    private final Set<String> withoutUrl = new TreeSet<>();
    private boolean withSecrets = true;
    /** Null before the first look-up. */
    private @Nullable SiteDhcpPlan plan;

    /**
     * Makes the options when they are first asked for.
     *
     * @param phones the phones of the site, sorted by MAC
     * @param urls finds the URL that a phone is told; null if it has none
     */
    SiteDhcp(
            Resolver resolver,
            ReferenceResolver referenceResolver,
            Supplier<Collection<Phone>> phones,
            Function<Phone, @Nullable PhoneUrl> urls) {
        this.resolver = resolver;
        this.referenceResolver = referenceResolver;
        this.phones = phones;
        this.urls = urls;
    }

    /** Leaves out phones whose URL has a token or another secret. Only before the first look-up. */
    public void omitSecrets() {
        withSecrets = false;
    }

    /** The MACs of the phones that are left out, because their URL has a secret. */
    public Set<String> withheld() {
        plan();
        return withheld;
    }

    /** The MACs of the phones that have no URL. */
    public Set<String> withoutUrl() {
        plan();
        return withoutUrl;
    }

    /** Warnings of options that cannot hold the URL of a phone, so far. */
    public Set<Problem> problems() {
        return problems;
    }

    /** What a DHCP server tells the phones. */
    public SiteDhcpPlan plan() {
        if (plan == null) {
            referenceResolver.addDependency(VENDORS);
            List<PhoneDhcp> all = new ArrayList<>();
            phones.get().forEach(phone -> all.add(phone(phone)));
            plan = SiteDhcpPlan.of(all, resolver.catalog().vendors());
        }
        return plan;
    }

    /** What DHCP tells a phone. */
    private PhoneDhcp phone(Phone phone) {
        TemplateMatch.MatchedTemplate match = resolver.match(phone, referenceResolver);
        referenceResolver.addDependency(VENDORS);
        PhoneVendor vendor = resolver.vendor(phone, match);
        PhoneUrl url = urls.apply(phone);
        if (url == null || url.text().isEmpty()) {
            withoutUrl.add(phone.mac());
            return new PhoneDhcp(phone.mac(), vendor, List.of(), false);
        }
        boolean secret = url.isSecret(url.text());
        if (secret) {
            secretUrls.put(phone.mac(), url);
        }
        if (secret && !withSecrets) {
            withheld.add(phone.mac());
            return new PhoneDhcp(phone.mac(), vendor, List.of(), true);
        }
        return new PhoneDhcp(phone.mac(), vendor, values(match, vendor, url), secret);
    }

    private List<DhcpValue> values(TemplateMatch.@Nullable MatchedTemplate match, PhoneVendor vendor, PhoneUrl url) {
        String file = match == null ? "" : match.template().header().provisioningFile();
        DhcpValues made = new DhcpValues(url.text(), url.withFile(file));
        List<DhcpValue> values = made.of(vendor);
        Position at = url.written().position();
        String name = vendor.name().isEmpty() ? "phones" : "phones of " + vendor.name();
        made.objections()
                .forEach(objection -> problems.add(Problem.warning(at, "DHCP for " + name + ": " + objection)));
        return values;
    }

    /** The options of one phone, for templates. */
    List<Map<String, Object>> options(Phone phone) {
        return options(phone(phone).values(), List.of(phone.mac()));
    }

    /** A value of {@code $dhcp} by its key. */
    Object value(String key) {
        SiteDhcpPlan made = plan();
        return switch (key) {
            case CLASSES -> made.classes().stream().map(this::classModel).toList();
            case GROUPS -> new LazyCollection<>(made::groups, this::groupModel);
            case DEFINITIONS -> definitions(made);
            default -> notes();
        };
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (!withheld.isEmpty()) {
            notes.add("Phones that are left out, because their URL has a token or another secret: " + withheld.size());
        }
        if (!withoutUrl.isEmpty()) {
            notes.add("Phones that are left out, because they have no provisioning_url: " + withoutUrl.size());
        }
        problems.forEach(problem -> notes.add(problem.message()));
        return notes;
    }

    private static List<Object> definitions(SiteDhcpPlan made) {
        Map<Integer, Object> definitions = new TreeMap<>();
        made.classes().forEach(one -> define(one.values(), definitions));
        made.groups().forEach(one -> define(one.values(), definitions));
        return List.copyOf(definitions.values());
    }

    /** The number of each option and the type of its values. With values of two types, bytes. */
    private static void define(List<DhcpValue> values, Map<Integer, Object> definitions) {
        for (DhcpValue value : values) {
            Map<String, Object> definition = Map.of("code", value.code(), "type", type(value));
            definitions.merge(
                    value.code(),
                    definition,
                    (one, other) -> one.equals(other) ? one : Map.of("code", value.code(), "type", "bytes"));
        }
    }

    private Map<String, Object> classModel(VendorClass one) {
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("name", one.name());
        model.put("tag", one.tag());
        List<Map<String, Object>> ouis = new ArrayList<>();
        one.ouis().forEach(oui -> addOui(oui, ouis));
        model.put("ouis", ouis);
        List<Map<String, Object>> classes = new ArrayList<>();
        one.vendorClasses().forEach(text -> classes.add(Map.of("text", text, "length", text.length())));
        model.put("vendorClasses", classes);
        model.put("options", options(one.values(), List.of()));
        model.put("members", one.members().stream().map(PhoneModel::macForms).toList());
        model.put("excluded", one.excluded().stream().map(PhoneModel::macForms).toList());
        return model;
    }

    /** The beginnings of MACs in whole bytes: one of seven digits gives sixteen of eight. */
    private static void addOui(String oui, List<Map<String, Object>> ouis) {
        if (oui.length() % 2 > 0) {
            for (char digit : "0123456789abcdef".toCharArray()) {
                addOui(oui + digit, ouis);
            }
            return;
        }
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("hex", oui);
        model.put("hexUpper", oui.toUpperCase(Locale.ROOT));
        model.put("colons", oui.replaceAll("(..)(?=.)", "$1:"));
        model.put("bytes", oui.length() / 2);
        model.put("wildcards", ":*".repeat(6 - oui.length() / 2));
        ouis.add(model);
    }

    private Map<String, Object> groupModel(MacGroup group) {
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("tag", group.tag());
        model.put("phones", group.macs().stream().map(PhoneModel::macForms).toList());
        model.put("options", options(group.values(), group.macs()));
        return model;
    }

    private List<Map<String, Object>> options(List<DhcpValue> values, List<String> macs) {
        PhoneUrl secret = macs.isEmpty() ? null : secretUrls.get(macs.get(0));
        List<Map<String, Object>> options = new ArrayList<>();
        for (DhcpValue value : values) {
            Map<String, Object> model = new LinkedHashMap<>();
            model.put("code", value.code());
            model.put("codeHex", HexFormat.of().toHexDigits((byte) value.code()));
            model.put("type", type(value));
            // The bytes of option 43 do not show which part of the URL they are.
            boolean whole = value.form() == DhcpValue.ValueForm.BYTES;
            PhoneUrl hidden = secret != null && (whole || secret.isSecret(value.text())) ? secret : null;
            model.put("text", marked(value.text(), hidden));
            model.put("hex", marked(value.hex(), hidden));
            model.put("octets", marked(value.hex().replaceAll("(..)(?=.)", "$1:"), hidden));
            options.add(model);
        }
        return options;
    }

    /** A text, as a secret if it is made of a secret URL. */
    private String marked(String text, @Nullable PhoneUrl secret) {
        return secret == null
                ? text
                : referenceResolver.secret(text, secret.written()).text();
    }

    private static String type(DhcpValue value) {
        return value.form().name().toLowerCase(Locale.ROOT);
    }
}

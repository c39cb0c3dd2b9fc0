package dev.lineman.inventory.extension;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The keys of extension files and {@code _defaults.yaml}, one line each: the kind of value, whether a phone needs
 * it, the mappings that may contain it, and the headings of 3CX tables. The reader, CSV, explanations and masks
 * use this table, and a test compares {@code src/docs} with it. A new key needs a line here and the code that
 * uses its value. Immutable.
 */
@SuppressWarnings("ImmutableEnumChecker") // the collections do not change
public enum ExtensionField {
    EXTENSION(FieldKind.PLAIN, FieldNeed.REQUIRED, in(FieldScope.EXTENSION), "number", "extensionnumber"),
    FIRST_NAME(FieldKind.TEXT, FieldNeed.EXPECTED, forNames()),
    LAST_NAME(FieldKind.TEXT, FieldNeed.EXPECTED, forNames()),
    AUTH_ID(FieldKind.TEXT, FieldNeed.REQUIRED, in(FieldScope.EXTENSION, FieldScope.DEFAULTS), "authenticationid"),
    AUTH_PASSWORD(
            FieldKind.PASSWORD,
            FieldNeed.REQUIRED,
            in(FieldScope.EXTENSION, FieldScope.DEFAULTS),
            "authenticationpassword"),
    PBX_IP(
            FieldKind.TEXT,
            FieldNeed.REQUIRED,
            in(FieldScope.EXTENSION, FieldScope.DEFAULTS),
            "interfaceip",
            "interfaceip0"),
    LABEL(FieldKind.TEXT, FieldNeed.OPTIONAL, in(FieldScope.EXTENSION, FieldScope.DEFAULTS, FieldScope.BLF_KEY)),
    WORK(FieldKind.TELEPHONE, FieldNeed.OPTIONAL, in(FieldScope.NUMBERS)),
    MOBILE(FieldKind.TELEPHONE, FieldNeed.OPTIONAL, in(FieldScope.EXTENSION, FieldScope.NUMBERS), "mobilenumber"),
    HOME(FieldKind.TELEPHONE, FieldNeed.OPTIONAL, in(FieldScope.NUMBERS)),
    OTHER(FieldKind.TELEPHONE, FieldNeed.OPTIONAL, in(FieldScope.NUMBERS)),
    COMPANY(FieldKind.PLAIN, FieldNeed.OPTIONAL, forPeople()),
    DEPARTMENT(FieldKind.PLAIN, FieldNeed.OPTIONAL, forPeople()),
    NUMBERS(FieldKind.TELEPHONES, FieldNeed.OPTIONAL, in(FieldScope.CONTACT)),
    GROUPS(FieldKind.NAME_LIST, FieldNeed.OPTIONAL, forPeople()),
    SPEED_DIAL(FieldKind.SPEED_DIAL, FieldNeed.OPTIONAL, in(FieldScope.CONTACT)),
    LISTED(FieldKind.FLAG, FieldNeed.OPTIONAL, in(FieldScope.EXTENSION, FieldScope.DEFAULTS)),
    SITE(FieldKind.SITE, FieldNeed.OPTIONAL, in(FieldScope.EXTENSION, FieldScope.DEFAULTS)),
    PROVISIONING_URL(FieldKind.URL, FieldNeed.OPTIONAL, in(FieldScope.EXTENSION, FieldScope.DEFAULTS)),
    EXACT(FieldKind.URL, FieldNeed.OPTIONAL, in(FieldScope.URL)),
    PHONE(FieldKind.PHONE, FieldNeed.OPTIONAL, in(FieldScope.EXTENSION)),
    PHONES(FieldKind.PHONES, FieldNeed.OPTIONAL, in(FieldScope.EXTENSION)),
    MAC(FieldKind.MAC, FieldNeed.REQUIRED, in(FieldScope.PHONE, FieldScope.BASE), "macaddress", "mac0"),
    LINE(FieldKind.LINE, FieldNeed.OPTIONAL, in(FieldScope.PHONE, FieldScope.BLF_KEY)),
    HANDSET(FieldKind.HANDSET, FieldNeed.OPTIONAL, in(FieldScope.PHONE)),
    BASES(FieldKind.BASES, FieldNeed.OPTIONAL, in(FieldScope.PHONE)),
    MODEL(
            FieldKind.PLAIN,
            FieldNeed.REQUIRED,
            in(FieldScope.PHONE, FieldScope.EXTENSION, FieldScope.DEFAULTS),
            "phonemodel",
            "phonemodel14"),
    PROFILE(FieldKind.NAME_LIST, FieldNeed.OPTIONAL, in(FieldScope.PHONE, FieldScope.EXTENSION)),
    TEMPLATE(
            FieldKind.PLAIN,
            FieldNeed.OPTIONAL,
            in(FieldScope.PHONE, FieldScope.EXTENSION, FieldScope.DEFAULTS, FieldScope.MODEL),
            "phonetemplate",
            "phonetemplate14"),
    NETWORK(FieldKind.PLAIN, FieldNeed.OPTIONAL, forPhones()),
    OPTIONS(FieldKind.MAP, FieldNeed.OPTIONAL, forPhones()),
    REQUIRE(FieldKind.MAP, FieldNeed.OPTIONAL, forPhones()),
    CODECS(FieldKind.LIST, FieldNeed.OPTIONAL, forPhones()),
    MODULES(FieldKind.MODULES, FieldNeed.OPTIONAL, forPhones()),
    BLF(FieldKind.BLF, FieldNeed.OPTIONAL, forPhones()),
    SOFTKEYS(FieldKind.BLF, FieldNeed.OPTIONAL, forPhones()),
    VARS(FieldKind.VARS, FieldNeed.OPTIONAL, forPhones()),
    SETTINGS(FieldKind.PARAMETERS, FieldNeed.OPTIONAL, forPhones()),
    PROVISIONING(
            FieldKind.PROVISIONING,
            FieldNeed.OPTIONAL,
            in(FieldScope.PHONE, FieldScope.EXTENSION, FieldScope.DEFAULTS, FieldScope.MODEL)),
    SITE_TEMPLATES(FieldKind.NAMES, FieldNeed.OPTIONAL, in(FieldScope.DEFAULTS)),
    PHONEBOOK_SORT(FieldKind.NAME_ORDER, FieldNeed.OPTIONAL, in(FieldScope.DEFAULTS)),
    MODELS(FieldKind.MODELS, FieldNeed.OPTIONAL, in(FieldScope.DEFAULTS)),
    PROFILES(FieldKind.PROFILES, FieldNeed.OPTIONAL, in(FieldScope.DEFAULTS)),
    TYPE(FieldKind.PLAIN, FieldNeed.OPTIONAL, in(FieldScope.BLF_KEY)),
    NUMBER(FieldKind.PLAIN, FieldNeed.OPTIONAL, in(FieldScope.BLF_KEY, FieldScope.HANDSET)),
    IPUI(FieldKind.IPUI, FieldNeed.OPTIONAL, in(FieldScope.HANDSET)),
    NAME(FieldKind.PLAIN, FieldNeed.OPTIONAL, in(FieldScope.HANDSET, FieldScope.BASE)),
    GROUP(FieldKind.PLAIN, FieldNeed.OPTIONAL, in(FieldScope.BASE)),
    ICON(FieldKind.PLAIN, FieldNeed.OPTIONAL, in(FieldScope.BLF_KEY)),
    USER(FieldKind.USER, FieldNeed.OPTIONAL, in(FieldScope.PROVISIONING)),
    PASSWORD(FieldKind.PASSWORD, FieldNeed.OPTIONAL, in(FieldScope.PROVISIONING)),
    ALLOW(FieldKind.NETWORKS, FieldNeed.OPTIONAL, in(FieldScope.PROVISIONING)),
    USER_AGENT(FieldKind.FLAG, FieldNeed.OPTIONAL, in(FieldScope.PROVISIONING)),
    CERTIFICATE(FieldKind.FLAG, FieldNeed.OPTIONAL, in(FieldScope.PROVISIONING)),
    TOKEN(FieldKind.TOKEN, FieldNeed.OPTIONAL, in(FieldScope.PROVISIONING)),
    UNTIL(FieldKind.MOMENT, FieldNeed.OPTIONAL, in(FieldScope.PROVISIONING)),
    FETCHES(FieldKind.COUNT, FieldNeed.OPTIONAL, in(FieldScope.PROVISIONING)),
    TFTP(FieldKind.FLAG, FieldNeed.OPTIONAL, in(FieldScope.PROVISIONING));

    /** The fields by key. */
    private static final Map<String, ExtensionField> BY_KEY =
            Arrays.stream(values()).collect(Collectors.toMap(ExtensionField::key, Function.identity()));

    private final String key = name().toLowerCase(Locale.ROOT);
    private final FieldKind kind;
    private final FieldNeed need;
    private final Set<FieldScope> fieldScopes;
    /** Further CSV headings, in the form that {@link #headings} describes. */
    private final List<String> headings;

    ExtensionField(FieldKind kind, FieldNeed need, Set<FieldScope> fieldScopes, String... headings) {
        this.kind = kind;
        this.need = need;
        this.fieldScopes = fieldScopes;
        this.headings = List.of(headings);
    }

    /** Whether a phone needs a field. */
    private enum FieldNeed {
        /** Without the field, the phone gets no files. */
        REQUIRED,
        /** Without the field, the phone gets its files, with a warning. */
        EXPECTED,
        OPTIONAL
    }

    /** A kind of mapping with a fixed set of keys. Its title is the name in messages. */
    public enum FieldScope {
        /** One extension of an extension file. */
        EXTENSION("an extension"),
        /** Below {@code phone} or an item of {@code phones}. */
        PHONE("a phone"),
        /** Below {@code contact}: a person of phonebooks who is no extension. */
        CONTACT("a contact"),
        /** Below {@code numbers} of a contact. */
        NUMBERS("'numbers'"),
        /** The top of a {@code _defaults.yaml}. */
        DEFAULTS(FolderDefaults.FILE_NAME),
        /** Below a pattern of {@code models}. */
        MODEL("a model"),
        /** Below a name of {@code profiles}. */
        PROFILE("a profile"),
        /** One BLF key or soft key. */
        BLF_KEY("a BLF key or a soft key"),
        /** The DECT handset of an account. */
        HANDSET("'handset'"),
        /** A DECT base of a system with several. */
        BASE("a base of 'bases'"),
        /** A URL to which nothing is appended. */
        URL("'provisioning_url'"),
        /** The access rules. */
        PROVISIONING("'provisioning'");

        private final String title;

        FieldScope(String title) {
            this.title = title;
        }

        /** The name in messages. */
        public String title() {
            return title;
        }
    }

    private static Set<FieldScope> in(FieldScope first, FieldScope... further) {
        return EnumSet.of(first, further);
    }

    /** The mappings that can have a name. */
    private static Set<FieldScope> forNames() {
        return in(FieldScope.EXTENSION, FieldScope.DEFAULTS, FieldScope.CONTACT, FieldScope.BLF_KEY);
    }

    /** The mappings that can have the company and the groups of a person. */
    private static Set<FieldScope> forPeople() {
        return in(FieldScope.EXTENSION, FieldScope.DEFAULTS, FieldScope.CONTACT);
    }

    /** The mappings that can give values to a phone. */
    private static Set<FieldScope> forPhones() {
        return in(FieldScope.PHONE, FieldScope.EXTENSION, FieldScope.DEFAULTS, FieldScope.MODEL, FieldScope.PROFILE);
    }

    /** Returns the field of a key, or null if there is no such key. */
    public static @Nullable ExtensionField of(String key) {
        return BY_KEY.get(key);
    }

    /** Returns the fields that meet a condition, in the order of the table. */
    public static List<ExtensionField> all(Predicate<ExtensionField> which) {
        return Arrays.stream(values()).filter(which).toList();
    }

    /** Returns the keys of the fields that meet a condition. */
    public static List<String> keys(Predicate<ExtensionField> which) {
        return all(which).stream().map(ExtensionField::key).toList();
    }

    /** The key in YAML: the constant's name in lower case. */
    public String key() {
        return key;
    }

    public FieldKind kind() {
        return kind;
    }

    /** Whether a kind of mapping may contain this field. */
    public boolean isIn(FieldScope scope) {
        return fieldScopes.contains(scope);
    }

    /** Whether a phone gets no files without this field. */
    public boolean isRequired() {
        return need == FieldNeed.REQUIRED;
    }

    /** Whether each extension with a phone should have this field. Without it, there is an error or a warning. */
    public boolean isExpected() {
        return need != FieldNeed.OPTIONAL;
    }

    /** Whether phones only show the field: a name or a label. */
    public boolean isShownOnly() {
        return this == FIRST_NAME || this == LAST_NAME || this == LABEL;
    }

    /** Whether the whole text is a secret. */
    public boolean isSecret() {
        return kind == FieldKind.PASSWORD || kind == FieldKind.TOKEN;
    }

    /** Whether the text is the name of a person, a place or a login. */
    public boolean isName() {
        return this == FIRST_NAME
                || this == LAST_NAME
                || this == LABEL
                || this == COMPANY
                || this == DEPARTMENT
                || this == AUTH_ID
                || this == SITE
                || this == NAME
                || this == USER;
    }

    /** Whether the field identifies one extension or phone, so that defaults cannot contain it. */
    public boolean isNeverDefault() {
        return (isIn(FieldScope.EXTENSION) || isIn(FieldScope.PHONE)) && !isIn(FieldScope.DEFAULTS);
    }

    /**
     * Whether the field is a text of the extension. Templates see such fields for each account, and {@code
     * explain} shows them.
     */
    public boolean isDetail() {
        return isIn(FieldScope.EXTENSION) && (kind == FieldKind.TEXT || kind == FieldKind.PASSWORD);
    }

    /** Whether placeholders of a line read the field: {@code ext_int_num_01}, {@code ext_handset_ipui_01}. */
    public boolean isOfLine() {
        return this == EXTENSION || isDetail() || isIn(FieldScope.HANDSET);
    }

    /** Whether phonebooks alone show the text of an extension. */
    public boolean isOfPerson() {
        return this == MOBILE || this == COMPANY || this == DEPARTMENT || this == LISTED;
    }

    /** Whether the value is one text without a secret, so that a quoted line can show it. */
    public boolean isShown() {
        return switch (kind) {
            case TEXT,
                    PLAIN,
                    MAC,
                    LINE,
                    IPUI,
                    TELEPHONE,
                    NAMES,
                    NAME_LIST,
                    NAME_ORDER,
                    MODULES,
                    NETWORKS,
                    FLAG,
                    MOMENT,
                    COUNT -> true;
            default -> false;
        };
    }

    /** Whether a CSV table has columns for the field. */
    public boolean isColumn() {
        return (isIn(FieldScope.EXTENSION) || isIn(FieldScope.PHONE) || isIn(FieldScope.BLF_KEY))
                && kind != FieldKind.PHONE
                && kind != FieldKind.PHONES;
    }

    /** Whether the value is a list or a mapping. */
    public boolean isNested() {
        return switch (kind) {
            case MAP,
                    VARS,
                    PARAMETERS,
                    LIST,
                    NAMES,
                    BLF,
                    PHONE,
                    PHONES,
                    HANDSET,
                    BASES,
                    MODELS,
                    PROFILES,
                    PROVISIONING,
                    NETWORKS -> true;
            default -> false;
        };
    }

    /**
     * Returns the headings of 3CX tables for this field besides its key, in lower case without blanks and
     * punctuation.
     */
    public List<String> headings() {
        return headings;
    }

    /**
     * Returns the field's name in placeholders of 3CX templates, such as {@code auth_pw} in {@code
     * %%ext_auth_pw_01%%}.
     */
    public String placeholder() {
        return switch (this) {
            case EXTENSION -> "int_num";
            case AUTH_PASSWORD -> "auth_pw";
            default -> isIn(FieldScope.HANDSET) ? HANDSET.key + '_' + key : key;
        };
    }
}

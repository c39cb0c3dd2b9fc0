package dev.lineman.inventory;

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
 * The keys of extension files and {@code _defaults.yaml}, one line each: the kind of value, whether a phone gets no file without
 * it, where it may stand, and what 3CX's tables call it. Reading, CSV, explanations and masks follow this table, and
 * {@code src/docs} is held against it. Adding a key takes a line here, and what uses it.
 */
@SuppressWarnings("ImmutableEnumChecker") // the collections do not change
public enum ExtensionField {
    EXTENSION(Kind.PLAIN, Need.REQUIRED, in(Scope.EXTENSION), "number", "extensionnumber"),
    FIRST_NAME(Kind.TEXT, Need.REQUIRED, in(Scope.EXTENSION, Scope.DEFAULTS, Scope.BLF_KEY)),
    LAST_NAME(Kind.TEXT, Need.REQUIRED, in(Scope.EXTENSION, Scope.DEFAULTS, Scope.BLF_KEY)),
    AUTH_ID(Kind.TEXT, Need.REQUIRED, in(Scope.EXTENSION, Scope.DEFAULTS), "authenticationid"),
    AUTH_PASSWORD(Kind.PASSWORD, Need.REQUIRED, in(Scope.EXTENSION, Scope.DEFAULTS), "authenticationpassword"),
    PBX_IP(Kind.TEXT, Need.REQUIRED, in(Scope.EXTENSION, Scope.DEFAULTS)),
    LABEL(Kind.TEXT, Need.OPTIONAL, in(Scope.EXTENSION, Scope.DEFAULTS)),
    SITE(Kind.SITE, Need.OPTIONAL, in(Scope.EXTENSION, Scope.DEFAULTS)),
    PROVISIONING_URL(Kind.URL, Need.OPTIONAL, in(Scope.EXTENSION, Scope.DEFAULTS)),
    PHONE(Kind.PHONE, Need.OPTIONAL, in(Scope.EXTENSION)),
    PHONES(Kind.PHONES, Need.OPTIONAL, in(Scope.EXTENSION)),
    MAC(Kind.MAC, Need.REQUIRED, in(Scope.PHONE), "macaddress", "mac0"),
    LINE(Kind.LINE, Need.OPTIONAL, in(Scope.PHONE)),
    MODEL(Kind.PLAIN, Need.REQUIRED, in(Scope.PHONE, Scope.EXTENSION, Scope.DEFAULTS), "phonemodel", "phonemodel14"),
    TEMPLATE(
            Kind.PLAIN,
            Need.OPTIONAL,
            in(Scope.PHONE, Scope.EXTENSION, Scope.DEFAULTS),
            "phonetemplate",
            "phonetemplate14"),
    NETWORK(Kind.PLAIN, Need.OPTIONAL, in(Scope.PHONE, Scope.EXTENSION, Scope.DEFAULTS, Scope.MODEL)),
    OPTIONS(Kind.MAP, Need.OPTIONAL, in(Scope.PHONE, Scope.EXTENSION, Scope.DEFAULTS, Scope.MODEL)),
    CODECS(Kind.LIST, Need.OPTIONAL, in(Scope.PHONE, Scope.EXTENSION, Scope.DEFAULTS, Scope.MODEL)),
    BLF(Kind.BLF, Need.OPTIONAL, in(Scope.PHONE, Scope.EXTENSION, Scope.DEFAULTS, Scope.MODEL)),
    VARS(Kind.VARS, Need.OPTIONAL, in(Scope.PHONE, Scope.EXTENSION, Scope.DEFAULTS, Scope.MODEL)),
    PROVISIONING(Kind.PROVISIONING, Need.OPTIONAL, in(Scope.PHONE, Scope.EXTENSION, Scope.DEFAULTS, Scope.MODEL)),
    MODELS(Kind.MODELS, Need.OPTIONAL, in(Scope.DEFAULTS)),
    TYPE(Kind.PLAIN, Need.OPTIONAL, in(Scope.BLF_KEY)),
    NUMBER(Kind.PLAIN, Need.OPTIONAL, in(Scope.BLF_KEY)),
    USER(Kind.USER, Need.OPTIONAL, in(Scope.PROVISIONING)),
    PASSWORD(Kind.PASSWORD, Need.OPTIONAL, in(Scope.PROVISIONING)),
    ALLOW(Kind.NETWORKS, Need.OPTIONAL, in(Scope.PROVISIONING)),
    USER_AGENT(Kind.FLAG, Need.OPTIONAL, in(Scope.PROVISIONING)),
    CERTIFICATE(Kind.FLAG, Need.OPTIONAL, in(Scope.PROVISIONING)),
    TOKEN(Kind.TOKEN, Need.OPTIONAL, in(Scope.PROVISIONING)),
    UNTIL(Kind.MOMENT, Need.OPTIONAL, in(Scope.PROVISIONING)),
    FETCHES(Kind.COUNT, Need.OPTIONAL, in(Scope.PROVISIONING));

    private static final Map<String, ExtensionField> BY_KEY =
            Arrays.stream(values()).collect(Collectors.toMap(ExtensionField::key, Function.identity()));

    private final String key = name().toLowerCase(Locale.ROOT);
    private final Kind kind;
    private final Need need;
    private final Set<Scope> scopes;
    private final List<String> headings;

    ExtensionField(Kind kind, Need need, Set<Scope> scopes, String... headings) {
        this.kind = kind;
        this.need = need;
        this.scopes = scopes;
        this.headings = List.of(headings);
    }

    /** What a value is. */
    enum Kind {
        /** Text, or a reference to a secret or variable. */
        TEXT,
        /** Text or a reference, and a secret. */
        PASSWORD,
        /** Text or a reference; a part of it may be a secret. */
        URL,
        /** Text that others find this by, and so never a reference. */
        PLAIN,
        MAC,
        LINE,
        SITE,
        MAP,
        VARS,
        LIST,
        BLF,
        PHONE,
        PHONES,
        MODELS,
        PROVISIONING,
        USER,
        TOKEN,
        NETWORKS,
        FLAG,
        MOMENT,
        COUNT
    }

    private enum Need {
        REQUIRED,
        OPTIONAL
    }

    /** A mapping that has keys, as messages name it. */
    public enum Scope {
        EXTENSION("an extension"),
        PHONE("a phone"),
        DEFAULTS(Defaults.FILE_NAME),
        MODEL("a model"),
        BLF_KEY("a BLF key"),
        PROVISIONING("'provisioning'");

        private final String title;

        Scope(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    private static Set<Scope> in(Scope first, Scope... further) {
        return EnumSet.of(first, further);
    }

    /** The field of a key; null when there is no such key. */
    static @Nullable ExtensionField of(String key) {
        return BY_KEY.get(key);
    }

    /** The fields that a condition is true for, in the order of the table. */
    public static List<ExtensionField> all(Predicate<ExtensionField> which) {
        return Arrays.stream(values()).filter(which).toList();
    }

    /** The keys of these fields. */
    public static List<String> keys(Predicate<ExtensionField> which) {
        return all(which).stream().map(ExtensionField::key).toList();
    }

    public String key() {
        return key;
    }

    Kind kind() {
        return kind;
    }

    public boolean isIn(Scope scope) {
        return scopes.contains(scope);
    }

    /** Whether a phone gets no file without it. */
    public boolean isRequired() {
        return need == Need.REQUIRED;
    }

    /** Whether its text is a secret. */
    public boolean isSecret() {
        return kind == Kind.PASSWORD || kind == Kind.TOKEN;
    }

    /** Whether an extension or a phone has it, and no defaults do. */
    boolean isNeverDefault() {
        return (isIn(Scope.EXTENSION) || isIn(Scope.PHONE)) && !isIn(Scope.DEFAULTS);
    }

    /** Whether it is a text of the extension that templates see for each account, and {@code explain} shows. */
    public boolean isDetail() {
        return isIn(Scope.EXTENSION) && (kind == Kind.TEXT || kind == Kind.PASSWORD);
    }

    /** Whether its value is one text without a secret, so that a quoted line can show it. */
    boolean isShown() {
        return switch (kind) {
            case TEXT, PLAIN, MAC, LINE, NETWORKS, FLAG, MOMENT, COUNT -> true;
            default -> false;
        };
    }

    /** Whether a CSV table has columns for it. */
    public boolean isColumn() {
        return kind != Kind.PHONE && kind != Kind.PHONES && kind != Kind.MODELS && !isIn(Scope.PROVISIONING);
    }

    /** Whether it holds a list or a mapping. */
    public boolean isNested() {
        return switch (kind) {
            case MAP, VARS, LIST, BLF, PHONE, PHONES, MODELS, PROVISIONING, NETWORKS -> true;
            default -> false;
        };
    }

    /** What 3CX's tables call its column besides the key, without case, blanks and punctuation. */
    public List<String> headings() {
        return headings;
    }

    /** What 3CX's templates call it in the name of a placeholder, such as {@code ext_auth_pw_01}. */
    public String placeholder() {
        return switch (this) {
            case EXTENSION -> "int_num";
            case AUTH_PASSWORD -> "auth_pw";
            default -> key;
        };
    }
}

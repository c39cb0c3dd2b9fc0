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
 * The keys of extension files and {@code _defaults.yaml}, one line each: the kind of value, whether a phone gets no file without
 * it, where it may stand, and what 3CX's tables call it. Reading, CSV, explanations and masks follow this table, and
 * {@code src/docs} is held against it. Adding a key takes a line here, and what uses it.
 */
@SuppressWarnings("ImmutableEnumChecker") // the collections do not change
public enum ExtensionField {
    EXTENSION(FieldKind.PLAIN, FieldNeed.REQUIRED, in(FieldScope.EXTENSION), "number", "extensionnumber"),
    FIRST_NAME(FieldKind.TEXT, FieldNeed.REQUIRED, in(FieldScope.EXTENSION, FieldScope.DEFAULTS, FieldScope.BLF_KEY)),
    LAST_NAME(FieldKind.TEXT, FieldNeed.REQUIRED, in(FieldScope.EXTENSION, FieldScope.DEFAULTS, FieldScope.BLF_KEY)),
    AUTH_ID(FieldKind.TEXT, FieldNeed.REQUIRED, in(FieldScope.EXTENSION, FieldScope.DEFAULTS), "authenticationid"),
    AUTH_PASSWORD(
            FieldKind.PASSWORD,
            FieldNeed.REQUIRED,
            in(FieldScope.EXTENSION, FieldScope.DEFAULTS),
            "authenticationpassword"),
    PBX_IP(FieldKind.TEXT, FieldNeed.REQUIRED, in(FieldScope.EXTENSION, FieldScope.DEFAULTS)),
    LABEL(FieldKind.TEXT, FieldNeed.OPTIONAL, in(FieldScope.EXTENSION, FieldScope.DEFAULTS)),
    SITE(FieldKind.SITE, FieldNeed.OPTIONAL, in(FieldScope.EXTENSION, FieldScope.DEFAULTS)),
    PROVISIONING_URL(FieldKind.URL, FieldNeed.OPTIONAL, in(FieldScope.EXTENSION, FieldScope.DEFAULTS)),
    PHONE(FieldKind.PHONE, FieldNeed.OPTIONAL, in(FieldScope.EXTENSION)),
    PHONES(FieldKind.PHONES, FieldNeed.OPTIONAL, in(FieldScope.EXTENSION)),
    MAC(FieldKind.MAC, FieldNeed.REQUIRED, in(FieldScope.PHONE), "macaddress", "mac0"),
    LINE(FieldKind.LINE, FieldNeed.OPTIONAL, in(FieldScope.PHONE)),
    MODEL(
            FieldKind.PLAIN,
            FieldNeed.REQUIRED,
            in(FieldScope.PHONE, FieldScope.EXTENSION, FieldScope.DEFAULTS),
            "phonemodel",
            "phonemodel14"),
    TEMPLATE(
            FieldKind.PLAIN,
            FieldNeed.OPTIONAL,
            in(FieldScope.PHONE, FieldScope.EXTENSION, FieldScope.DEFAULTS),
            "phonetemplate",
            "phonetemplate14"),
    NETWORK(
            FieldKind.PLAIN,
            FieldNeed.OPTIONAL,
            in(FieldScope.PHONE, FieldScope.EXTENSION, FieldScope.DEFAULTS, FieldScope.MODEL)),
    OPTIONS(
            FieldKind.MAP,
            FieldNeed.OPTIONAL,
            in(FieldScope.PHONE, FieldScope.EXTENSION, FieldScope.DEFAULTS, FieldScope.MODEL)),
    CODECS(
            FieldKind.LIST,
            FieldNeed.OPTIONAL,
            in(FieldScope.PHONE, FieldScope.EXTENSION, FieldScope.DEFAULTS, FieldScope.MODEL)),
    BLF(
            FieldKind.BLF,
            FieldNeed.OPTIONAL,
            in(FieldScope.PHONE, FieldScope.EXTENSION, FieldScope.DEFAULTS, FieldScope.MODEL)),
    VARS(
            FieldKind.VARS,
            FieldNeed.OPTIONAL,
            in(FieldScope.PHONE, FieldScope.EXTENSION, FieldScope.DEFAULTS, FieldScope.MODEL)),
    PROVISIONING(
            FieldKind.PROVISIONING,
            FieldNeed.OPTIONAL,
            in(FieldScope.PHONE, FieldScope.EXTENSION, FieldScope.DEFAULTS, FieldScope.MODEL)),
    MODELS(FieldKind.MODELS, FieldNeed.OPTIONAL, in(FieldScope.DEFAULTS)),
    TYPE(FieldKind.PLAIN, FieldNeed.OPTIONAL, in(FieldScope.BLF_KEY)),
    NUMBER(FieldKind.PLAIN, FieldNeed.OPTIONAL, in(FieldScope.BLF_KEY)),
    USER(FieldKind.USER, FieldNeed.OPTIONAL, in(FieldScope.PROVISIONING)),
    PASSWORD(FieldKind.PASSWORD, FieldNeed.OPTIONAL, in(FieldScope.PROVISIONING)),
    ALLOW(FieldKind.NETWORKS, FieldNeed.OPTIONAL, in(FieldScope.PROVISIONING)),
    USER_AGENT(FieldKind.FLAG, FieldNeed.OPTIONAL, in(FieldScope.PROVISIONING)),
    CERTIFICATE(FieldKind.FLAG, FieldNeed.OPTIONAL, in(FieldScope.PROVISIONING)),
    TOKEN(FieldKind.TOKEN, FieldNeed.OPTIONAL, in(FieldScope.PROVISIONING)),
    UNTIL(FieldKind.MOMENT, FieldNeed.OPTIONAL, in(FieldScope.PROVISIONING)),
    FETCHES(FieldKind.COUNT, FieldNeed.OPTIONAL, in(FieldScope.PROVISIONING));

    private static final Map<String, ExtensionField> BY_KEY =
            Arrays.stream(values()).collect(Collectors.toMap(ExtensionField::key, Function.identity()));

    private final String key = name().toLowerCase(Locale.ROOT);
    private final FieldKind kind;
    private final FieldNeed need;
    private final Set<FieldScope> fieldScopes;
    private final List<String> headings;

    ExtensionField(FieldKind kind, FieldNeed need, Set<FieldScope> fieldScopes, String... headings) {
        this.kind = kind;
        this.need = need;
        this.fieldScopes = fieldScopes;
        this.headings = List.of(headings);
    }

    /** What a value is. */
    enum FieldKind {
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

    private enum FieldNeed {
        REQUIRED,
        OPTIONAL
    }

    /** A mapping that has keys, as messages name it. */
    public enum FieldScope {
        EXTENSION("an extension"),
        PHONE("a phone"),
        DEFAULTS(FolderDefaults.FILE_NAME),
        MODEL("a model"),
        BLF_KEY("a BLF key"),
        PROVISIONING("'provisioning'");

        private final String title;

        FieldScope(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    private static Set<FieldScope> in(FieldScope first, FieldScope... further) {
        return EnumSet.of(first, further);
    }

    /** The field of a key; null when there is no such key. */
    public static @Nullable ExtensionField of(String key) {
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

    FieldKind kind() {
        return kind;
    }

    public boolean isIn(FieldScope scope) {
        return fieldScopes.contains(scope);
    }

    /** Whether a phone gets no file without it. */
    public boolean isRequired() {
        return need == FieldNeed.REQUIRED;
    }

    /** Whether its text is a secret. */
    public boolean isSecret() {
        return kind == FieldKind.PASSWORD || kind == FieldKind.TOKEN;
    }

    /** Whether an extension or a phone has it, and no defaults do. */
    public boolean isNeverDefault() {
        return (isIn(FieldScope.EXTENSION) || isIn(FieldScope.PHONE)) && !isIn(FieldScope.DEFAULTS);
    }

    /** Whether it is a text of the extension that templates see for each account, and {@code explain} shows. */
    public boolean isDetail() {
        return isIn(FieldScope.EXTENSION) && (kind == FieldKind.TEXT || kind == FieldKind.PASSWORD);
    }

    /** Whether its value is one text without a secret, so that a quoted line can show it. */
    public boolean isShown() {
        return switch (kind) {
            case TEXT, PLAIN, MAC, LINE, NETWORKS, FLAG, MOMENT, COUNT -> true;
            default -> false;
        };
    }

    /** Whether a CSV table has columns for it. */
    public boolean isColumn() {
        return kind != FieldKind.PHONE
                && kind != FieldKind.PHONES
                && kind != FieldKind.MODELS
                && !isIn(FieldScope.PROVISIONING);
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

package dev.lineman.template.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The keys of model files, one line each: the form of the value, and whether a whole family can have it. The reader,
 * templates and commands use this table. {@code src/docs/templates.md} describes it. Immutable.
 */
@SuppressWarnings("ImmutableEnumChecker") // the lists do not change
public enum ModelField {
    /** The name of the family, such as {@code Yealink T}. */
    FAMILY(FieldForm.TEXT, false),
    /** Other names of the model, such as the one on its box. */
    ALIASES(FieldForm.NAMES, false),
    /** The product name in the {@code User-Agent} of the phones. */
    UA(FieldForm.TEXT, false),
    /** The path of the template below {@code templates/phones}, without extension. */
    TEMPLATE(FieldForm.TEXT, true),
    /** How many accounts the model has. */
    LINES(FieldForm.NUMBER, true),
    /** How many keys of the phone itself lines and BLF keys share. */
    KEYS(FieldForm.NUMBER, true),
    /** How many keys are for BLF keys alone. */
    BLFKEYS(FieldForm.NUMBER, true),
    /** How many soft keys a person can program. */
    SOFTKEYS(FieldForm.NUMBER, true),
    /** How many pages the keys have. */
    PAGES(FieldForm.NUMBER, true),
    /** How many keys a page has. */
    KEYS_PER_PAGE(FieldForm.NUMBER, true),
    /** The expansion modules. */
    MODULES(FieldForm.MODULES, true),
    /** How many handsets a DECT base or system has. */
    HANDSETS(FieldForm.NUMBER, true),
    /** How many bases a DECT system of this model can have. */
    BASES(FieldForm.NUMBER, true),
    /** The kind of display. */
    SCREEN(FieldForm.CHOICE, true, "colour", "monochrome", "none"),
    /** What the template supports for this model, and {@code tftp} for phones that ask for their files by TFTP. */
    FEATURES(FieldForm.CHOICES, true, "srtp", "tls", "firmware", "firmware_login", "ipui", "tftp");

    private static final Map<String, ModelField> BY_KEY =
            Arrays.stream(values()).collect(Collectors.toMap(ModelField::key, Function.identity()));

    private static final Map<String, ModelField> BY_PLACEHOLDER = Arrays.stream(values())
            .filter(ModelField::isReadable)
            .collect(Collectors.toMap(ModelField::placeholder, Function.identity()));

    private final String key = name().toLowerCase(Locale.ROOT);
    private final FieldForm form;
    private final boolean ofFamily;
    private final List<String> choices;

    ModelField(FieldForm form, boolean ofFamily, String... choices) {
        this.form = form;
        this.ofFamily = ofFamily;
        this.choices = List.of(choices);
    }

    /** The form of a value. It decides how the value is read. */
    enum FieldForm {
        /** A text that is not empty. */
        TEXT,
        /** A list of names of models. */
        NAMES,
        /** A number from 0 to 9999. */
        NUMBER,
        /** A mapping with the keys of {@link ModelModules}. */
        MODULES,
        /** One of the field's words. */
        CHOICE,
        /** A list of the field's words. */
        CHOICES
    }

    /** The field of a key; null if there is no such key. */
    static @Nullable ModelField of(String key) {
        return BY_KEY.get(key);
    }

    /** The field behind a placeholder such as {@code phone_lines}; null if there is none. */
    public static @Nullable ModelField ofPlaceholder(String name) {
        return BY_PLACEHOLDER.get(name);
    }

    /** The field behind a property of {@code $phone}, such as {@code keysPerPage}; null if there is none. */
    public static @Nullable ModelField ofProperty(String name) {
        return Arrays.stream(values())
                .filter(field -> field.isReadable() && field.property().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** What is wrong with the name of a feature of models; null if it is one. */
    public static @Nullable String featureObjection(String name) {
        return FEATURES.choices.contains(name)
                ? null
                : "'" + name + "' is no feature of models (" + String.join(", ", FEATURES.choices)
                        + "); correct it, or remove it";
    }

    /** The key in model files. */
    public String key() {
        return key;
    }

    FieldForm form() {
        return form;
    }

    /** Whether a family can have the key, for all its models. */
    boolean isOfFamily() {
        return ofFamily;
    }

    /** The allowed words of a field that has a choice. */
    List<String> choices() {
        return choices;
    }

    /**
     * Whether templates can read the field as a value of {@code $phone}. The product name is {@code $phone.ua} already; a
     * template needs neither the aliases nor its own path.
     */
    public boolean isReadable() {
        return this != ALIASES && this != UA && this != TEMPLATE;
    }

    /** The name in templates of the dialect: {@code phone_lines}. */
    public String placeholder() {
        return "phone_" + key;
    }

    /** The name of the property of {@code $phone} in Velocity templates: {@code keysPerPage}. */
    public String property() {
        return switch (this) {
            case BLFKEYS -> "blfKeys";
            case SOFTKEYS -> "softKeys";
            case KEYS_PER_PAGE -> "keysPerPage";
            default -> key;
        };
    }
}

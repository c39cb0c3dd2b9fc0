package dev.lineman.template.key;

import dev.lineman.inventory.extension.ExtensionField;

/**
 * The two kinds of keys that a person programs. They have the same form in the inputs and in templates, and differ in
 * their names. Immutable.
 */
public enum KeyKind {
    /** Keys beside the display and on expansion modules, often with a lamp. */
    BLF(ExtensionField.BLF, "blf", "BLF key"),
    /** Keys below the display. */
    SOFT(ExtensionField.SOFTKEYS, "softkey", "soft key");

    private final ExtensionField field;
    private final String prefix;
    private final String title;

    KeyKind(ExtensionField field, String prefix, String title) {
        this.field = field;
        this.prefix = prefix;
        this.title = title;
    }

    /** The key of the inputs, and the variable of Velocity templates: {@code blf}, {@code softkeys}. */
    public String key() {
        return field.key();
    }

    /** Whether a placeholder in lower case begins as those of keys do, such as {@code blfno} or {@code softkey2}. */
    public static boolean isName(String name) {
        return name.startsWith(BLF.prefix) || name.startsWith(SOFT.prefix);
    }

    /** How names of placeholders begin, such as {@code blf3}. */
    public String prefix() {
        return prefix;
    }

    /** The element of a template's header with the types of these keys: {@code blftype}, {@code softkeytype}. */
    public String element() {
        return prefix + "type";
    }

    /** One key in words, for messages. */
    public String title() {
        return title;
    }
}

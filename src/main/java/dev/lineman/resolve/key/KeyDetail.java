package dev.lineman.resolve.key;

import org.jspecify.annotations.Nullable;

/** What a key says besides its type, one line each: its names in templates. Immutable. */
public enum KeyDetail {
    /** The number that it watches or calls, or the text that its type has instead. */
    NUMBER("", "number"),
    FIRST_NAME("firstname", "firstName"),
    LAST_NAME("lastname", "lastName"),
    /** What it shows. */
    LABEL("label", "label"),
    /** The line of the account that it uses. */
    LINE("line", "line"),
    ICON("icon", "icon");

    private final String infix;
    private final String property;

    KeyDetail(String infix, String property) {
        this.infix = infix;
        this.property = property;
    }

    /** The part of a placeholder between the kind of the key and its number: {@code label} of {@code blflabel3}. */
    public String infix() {
        return infix;
    }

    /** The property of a key in Velocity templates. */
    public String property() {
        return property;
    }

    /** The detail of a property; null if there is none. */
    public static @Nullable KeyDetail ofProperty(String property) {
        for (KeyDetail detail : values()) {
            if (detail.property.equals(property)) {
                return detail;
            }
        }
        return null;
    }

    /** The detail of a name in the texts of a type, such as {@code blfno} or {@code blflabel}; null if there is none. */
    static @Nullable KeyDetail ofText(String name) {
        for (KeyDetail detail : values()) {
            if (name.equals(detail.text())) {
                return detail;
            }
        }
        return null;
    }

    /** The name in the texts of a type. */
    public String text() {
        return "blf" + (this == NUMBER ? "no" : infix);
    }
}

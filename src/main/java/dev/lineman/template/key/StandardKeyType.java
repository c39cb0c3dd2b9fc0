package dev.lineman.template.key;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The standard types of keys, with the further names that 3CX and its templates have for them. Inputs and templates can
 * write each name: a key of the type {@code blf} works with a template that has {@code <extension>}, and the other way
 * round. Which types a phone can have, its template says. {@code src/docs/extensions.md} describes them. Immutable.
 */
@SuppressWarnings("ImmutableEnumChecker") // the list does not change
public enum StandardKeyType {
    /** Shows the state of an extension, and calls it. */
    BLF(NumberForm.EXTENSION, true, "extension"),
    SPEEDDIAL(NumberForm.SIP, true, "customspeeddial"),
    /** Uses an account. */
    LINE(NumberForm.TEXT, false, "linekey"),
    /** Parks a call at a number, and shows whether a call is there. */
    PARK(NumberForm.SIP, true, "sharedparking", "parking", "parkextension"),
    /** Picks up the call that rings at an extension. */
    PICKUP(NumberForm.SIP, true),
    GROUP_PICKUP(NumberForm.SIP, false),
    /** Sends tones during a call. */
    DTMF(NumberForm.TEXT, true),
    TRANSFER(NumberForm.SIP, false),
    CONFERENCE(NumberForm.SIP, false),
    DND(NumberForm.TEXT, false),
    FORWARD(NumberForm.SIP, false),
    VOICEMAIL(NumberForm.SIP, false),
    /** Speaks to all phones that listen to a group address. */
    MULTICAST(NumberForm.GROUP_ADDRESS, true),
    URL(NumberForm.URL, true),
    RECORD(NumberForm.TEXT, false),
    /** Calls an extension that answers by itself. */
    INTERCOM(NumberForm.SIP, true),
    /** Keeps a key free. */
    NONE(NumberForm.TEXT, false, "blank");

    /** The type of a key without {@code type}, by the name that 3CX's templates have for it. */
    public static final String DEFAULT = "extension";

    private static final Map<String, StandardKeyType> BY_NAME = byName();

    private final NumberForm form;
    private final boolean needsNumber;
    private final List<String> aliases;

    StandardKeyType(NumberForm form, boolean needsNumber, String... aliases) {
        this.form = form;
        this.needsNumber = needsNumber;
        this.aliases = List.of(aliases);
    }

    /** What the number of a key is. */
    public enum NumberForm {
        /** The number of an extension, whose names the key shows. */
        EXTENSION,
        /** A number or a code that the phone calls. */
        SIP,
        /** A multicast address with a port. */
        GROUP_ADDRESS,
        /** An absolute URL. */
        URL,
        /** Any text. */
        TEXT
    }

    private static Map<String, StandardKeyType> byName() {
        Map<String, StandardKeyType> byName = new HashMap<>();
        for (StandardKeyType type : values()) {
            type.names().forEach(name -> byName.put(normalise(name), type));
        }
        return byName;
    }

    /** The standard type of a name; null if the name has no standard meaning. */
    public static @Nullable StandardKeyType of(String name) {
        return BY_NAME.get(normalise(name));
    }

    /** The names of all standard types, without their further names, in the order of the table. */
    public static List<String> keys() {
        return Arrays.stream(values()).map(StandardKeyType::key).toList();
    }

    /** A name in the form that is compared: case, blanks and punctuation do not matter. */
    static String normalise(String name) {
        StringBuilder bare = new StringBuilder(name.length());
        name.codePoints()
                .filter(Character::isLetterOrDigit)
                .map(Character::toLowerCase)
                .forEach(bare::appendCodePoint);
        return bare.toString();
    }

    /** The standard name: the constant's name in lower case. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The standard name and the further ones. */
    public List<String> names() {
        List<String> names = new ArrayList<>(List.of(key()));
        names.addAll(aliases);
        return names;
    }

    public NumberForm form() {
        return form;
    }

    /** Whether a key of this type does nothing without a number. */
    public boolean needsNumber() {
        return needsNumber;
    }
}

package dev.lineman.template.parameter;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a file of a template writes the parameters of its vendor. The attribute {@code settings} of a {@code
 * <deviceconfig>} names it, and the key {@code settings} of extension files gives parameters to it. It knows which
 * names are possible; the renderer puts the values into the file. Immutable.
 */
public enum ParameterFormat {
    /**
     * Lines such as {@code account.1.label = 100}, as Yealink has them, or {@code voip/line/0/id=100} of AudioCodes. A
     * parameter can have several lines.
     */
    ASSIGNMENTS("[A-Za-z0-9_][A-Za-z0-9_./:-]*", "account.1.dnd.enable"),
    /** Lines such as {@code sip line1 proxy ip: 10.0.0.1}, as Mitel has them. */
    COLONS("[A-Za-z0-9_][A-Za-z0-9_.|\\[\\]-]*(?: [A-Za-z0-9_.|\\[\\]-]+)*", "sip line1 dtmf method"),
    /** Lines such as {@code PHONE_NUMBER_1="100"}, as Panasonic has them. */
    QUOTED("[A-Za-z_][A-Za-z0-9_]*", "DTMF_METHOD_1"),
    /** Lines such as {@code SET SNTPSRVR "pool.ntp.org"}, as Avaya has them. A parameter can have several lines. */
    SET("[A-Za-z0-9_]+", "SNTPSRVR"),
    /** Attributes of XML elements, as Poly has them. */
    ATTRIBUTES("[A-Za-z_][A-Za-z0-9_.-]*", "reg.1.lineKeys"),
    /** Elements such as {@code <item name="account.1.enable">}, as Grandstream has them; no P values. */
    ITEMS("(?!P[0-9]+$)[A-Za-z_][A-Za-z0-9_.-]*", "account.1.sip.transport"),
    /** Elements that have the name of the parameter, with or without {@code idx}, as Snom and Cisco have them. */
    ELEMENTS("[A-Za-z_][A-Za-z0-9_.-]*(?:\\[(?:0|[1-9][0-9]{0,3})\\])?", "user_srtp[2]"),
    /** Elements below groups, with or without {@code index}, as Fanvil has them. */
    PATHS(
            "[A-Za-z_][A-Za-z0-9_.-]*(?:\\[(?:0|[1-9][0-9]{0,3})\\])?(?:/[A-Za-z_][A-Za-z0-9_.-]*(?:\\[(?:0|[1-9][0-9]{0,3})\\])?){1,6}",
            "sip/line[1]/DTMFMode"),
    /** Elements {@code <entry name="…">} of a {@code <section name="…">}, as Linphone has them. */
    ENTRIES("[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+", "sip/guess_hostname"),
    /** Elements with a name and a {@code value} in attributes, as Alcatel-Lucent and Gigaset have them. */
    VALUES("[A-Za-z_][A-Za-z0-9_.\\[\\]-]*", "Account1DtmfMode");

    /** The most characters of a name. */
    private static final int MAX_NAME = 200;

    private final Pattern name;
    private final String example;

    ParameterFormat(String name, String example) {
        this.name = Pattern.compile(name);
        this.example = example;
    }

    /** The format of an attribute's value, in any case of letters; null if there is no such format. */
    public static @Nullable ParameterFormat ofAttribute(String value) {
        for (ParameterFormat format : values()) {
            if (format.key().equalsIgnoreCase(value.strip())) {
                return format;
            }
        }
        return null;
    }

    /** The names of all formats, as templates write them. */
    public static List<String> keys() {
        return Arrays.stream(values()).map(ParameterFormat::key).toList();
    }

    /** The name of the format, as templates write it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a parameter can have this name. */
    public boolean allows(String parameter) {
        return parameter.length() <= MAX_NAME && name.matcher(parameter).matches();
    }

    /** Whether a parameter can have several values, each on a line of its own. */
    public boolean allowsList() {
        return this == ASSIGNMENTS || this == SET;
    }

    /**
     * Whether a file can have this value. Where values stand between quotation marks, vendors document no way to write a
     * quotation mark inside.
     */
    public boolean canWrite(String value) {
        // A file of Mitel has most values without quotation marks, so one at the start begins a quoted value.
        return value.indexOf('"') < 0 || !(needsQuotes(value) || (this == COLONS && value.startsWith("\"")));
    }

    /** Whether a file has this value between quotation marks. In a file of Mitel, {@code #} begins a comment otherwise. */
    public boolean needsQuotes(String value) {
        return switch (this) {
            case QUOTED, SET -> true;
            case COLONS -> value.indexOf('#') >= 0 || !value.equals(value.strip());
            default -> false;
        };
    }

    /** A name that the format allows, for messages. */
    public String example() {
        return example;
    }
}

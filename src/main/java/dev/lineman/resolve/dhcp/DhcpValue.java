package dev.lineman.resolve.dhcp;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A DHCP option with its value, as one phone gets it. Immutable.
 *
 * @param code the number of the option
 * @param form how a file of a DHCP server can write the value
 * @param text the text, the address, or the bytes as hexadecimal digits
 */
public record DhcpValue(int code, ValueForm form, String text) {
    /** ASCII that needs no escape between quotation marks of any DHCP server. */
    private static final Pattern PLAIN = Pattern.compile("[ !#-&(-\\[\\]-_a-~]+");

    /** How a value is written. */
    public enum ValueForm {
        /** ASCII without quotation marks and backslashes. */
        TEXT,
        /** An IPv4 address. */
        ADDRESS,
        /** Hexadecimal digits, two for each byte. */
        BYTES
    }

    /** The option with a text, in bytes if a file cannot hold it as it is. */
    static DhcpValue ofText(int code, String text) {
        return PLAIN.matcher(text).matches()
                ? new DhcpValue(code, ValueForm.TEXT, text)
                : new DhcpValue(code, ValueForm.BYTES, hex(text));
    }

    /** The bytes of a text in UTF-8 as hexadecimal digits. */
    static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The bytes of the option as hexadecimal digits in lower case. */
    public String hex() {
        return switch (form) {
            case BYTES -> text;
            case TEXT -> hex(text);
            case ADDRESS -> addressHex();
        };
    }

    private String addressHex() {
        StringBuilder hex = new StringBuilder();
        for (String number : text.split("\\.", -1)) {
            hex.append(HexFormat.of().toHexDigits((byte) Integer.parseInt(number)));
        }
        return hex.toString();
    }
}

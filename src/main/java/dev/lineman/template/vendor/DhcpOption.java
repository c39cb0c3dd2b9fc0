package dev.lineman.template.vendor;

import java.util.List;

/**
 * A DHCP option that the phones of a vendor read (RFC 2132), as a model file says it. Immutable.
 *
 * @param code the number of the option: 43, 66, 67, 114, or from 128 to 254
 * @param sub the number of the sub-option inside option 43, from 1 to 254; 0 for an option without
 * @param type how the value is sent
 * @param value a text with {@link #PLACEHOLDERS}, such as {@code <url>}
 * @param scheme {@code http} or {@code https} if the option is for URLs of this scheme alone; empty for all
 * @param max the most characters of the value that the phones take
 */
public record DhcpOption(int code, int sub, OptionValueType type, String value, String scheme, int max) {
    /** The most bytes of an option (RFC 2132, section 2). */
    public static final int LARGEST = 255;

    /** Option 43 holds sub-options, each with a byte for its number and one for its length (RFC 2132, section 8.4). */
    public static final int VENDOR_SPECIFIC = 43;

    /**
     * The placeholders of a value. {@code url} is the URL that the phone is told, with the name of a file if its template
     * has one; {@code folder} the URL of the folder with {@code /} at its end, without a query; {@code server} its part before
     * the path; {@code host}, {@code port} and {@code path} the parts of the folder, the path without {@code /} at its ends;
     * {@code query} what follows the path, with its {@code ?}.
     */
    public static final List<String> PLACEHOLDERS = List.of("url", "folder", "server", "host", "port", "path", "query");

    /** How the value of an option is sent. */
    public enum OptionValueType {
        /** The bytes of the text. */
        TEXT,
        /** An IPv4 address as four bytes. */
        ADDRESS
    }
}

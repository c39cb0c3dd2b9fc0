package dev.lineman.inventory.extension;

import java.util.List;
import java.util.regex.Pattern;

/** The placeholders that an extension and its phone always give, so that {@code vars} cannot set them. Names are in lower case. */
public final class BuiltInNames {
    /** Those of the phone and its first account. */
    public static final List<String> OF_PHONE = List.of(
            "extension_number",
            "extension_first_name",
            "extension_last_name",
            "extension_auth_id",
            "extension_auth_pw",
            "pbx_ip",
            "mac_address",
            "mac_address_upper",
            "phone_model",
            "ua",
            "network");

    private static final Pattern OF_LINE = Pattern.compile("ext_\\d\\d_enabled|ext_(int_num|"
            + String.join(
                    "|",
                    ExtensionField.all(ExtensionField::isDetail).stream()
                            .map(ExtensionField::placeholder)
                            .toList())
            + ")_\\d\\d");

    private BuiltInNames() {}

    /** Whether a placeholder has this name, with any two digits as its line. */
    public static boolean contains(String name) {
        return OF_PHONE.contains(name) || OF_LINE.matcher(name).matches();
    }
}

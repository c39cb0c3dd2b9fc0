package dev.lineman.inventory.extension;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The placeholders that an extension and its phone always define, so that {@code vars} cannot set them. All names
 * are in lower case. Stateless.
 */
public final class BuiltInNames {
    /** The placeholders of the phone and of its first account. */
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
            "network",
            "provisioning_user",
            "provisioning_password",
            "provisioning_login",
            "provisioning_folder",
            "phone_family",
            "phone_lines",
            "phone_keys",
            "phone_blfkeys",
            "phone_softkeys",
            "phone_pages",
            "phone_keys_per_page",
            "phone_modules",
            "phone_screen",
            "phone_features",
            "phone_handsets",
            "phone_bases");

    /** The texts of one account. In a placeholder such as {@code ext_int_num_01}, the line stands behind them. */
    public static final List<String> OF_ACCOUNT = ExtensionField.all(ExtensionField::isOfLine).stream()
            .map(field -> "ext_" + field.placeholder() + '_')
            .toList();

    /** The placeholders of one account. */
    private static final Pattern OF_LINE =
            Pattern.compile("ext_\\d{2,3}_enabled|(" + String.join("|", OF_ACCOUNT) + ")\\d{2,3}");

    private BuiltInNames() {}

    /**
     * Whether a name is built in, with any two or three digits as its line.
     *
     * @param name in lower case
     */
    public static boolean contains(String name) {
        return OF_PHONE.contains(name) || OF_LINE.matcher(name).matches();
    }
}

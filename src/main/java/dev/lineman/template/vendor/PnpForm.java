package dev.lineman.template.vendor;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which URL the phones of a vendor take from the NOTIFY of SIP PnP. */
public enum PnpForm {
    /** The URL of the folder, with {@code /} at its end: the phone adds the names of its files. */
    FOLDER,
    /** The URL of the phone's own file. */
    FILE,
    /** The phones do not ask by SIP PnP, or do not say their MAC. */
    NONE;

    /** The form with a name; null if there is none. */
    static @Nullable PnpForm of(String name) {
        return Arrays.stream(values())
                .filter(form -> form.key().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** The names of all forms. */
    static List<String> keys() {
        return Arrays.stream(values()).map(PnpForm::key).toList();
    }

    /** The name in model files. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}

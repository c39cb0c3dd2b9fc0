package dev.lineman.template.model;

import java.util.Locale;
import java.util.Set;

/**
 * The vendors of phones, as the names of models begin with them: {@code Yealink T54W} is also {@code T54W}. Other first
 * words are a part of the name, so that {@code Desk 10} is not {@code 10}. Stateless.
 */
public final class VendorNames {
    /** In lower case. */
    private static final Set<String> KNOWN = Set.of(
            "aastra",
            "akuvox",
            "alcatel",
            "ale",
            "algo",
            "atcom",
            "audiocodes",
            "avaya",
            "cisco",
            "dinstar",
            "digium",
            "escene",
            "fanvil",
            "flyingvoice",
            "gigaset",
            "grandstream",
            "htek",
            "linksys",
            "mitel",
            "obihai",
            "panasonic",
            "patton",
            "poly",
            "polycom",
            "sangoma",
            "snom",
            "spectralink",
            "tiptel",
            "unify",
            "vtech",
            "yealink",
            "zyxel");

    private VendorNames() {}

    /** Returns the vendor that a name begins with; empty if it begins with another word, or has no other word. */
    static String of(String name) {
        int end = name.indexOf(' ');
        return end > 0 && KNOWN.contains(name.substring(0, end).toLowerCase(Locale.ROOT)) ? name.substring(0, end) : "";
    }

    /** Returns a name without its vendor; empty if it does not begin with one. */
    public static String without(String name) {
        String vendor = of(name);
        return vendor.isEmpty() ? "" : name.substring(vendor.length()).strip();
    }

    /** Whether two names can be of one vendor: their vendors are the same, as Poly and Polycom are, or one has none. */
    static boolean agree(String one, String other) {
        String first = of(one).toLowerCase(Locale.ROOT);
        String second = of(other).toLowerCase(Locale.ROOT);
        return first.startsWith(second) || second.startsWith(first);
    }
}

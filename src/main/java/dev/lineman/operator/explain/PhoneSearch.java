package dev.lineman.operator.explain;

import dev.lineman.access.MacFinder;
import dev.lineman.inventory.Account;
import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.Phone;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The text that an operator typed to find a phone.
 *
 * @param text in lower case
 * @param digits the text without the separators of a MAC; empty if it cannot be a part of a MAC
 */
public record PhoneSearch(String text, String digits) {
    private static final Pattern PART_OF_MAC = Pattern.compile("[0-9a-f]+");

    /** A search for a typed text. */
    public static PhoneSearch of(String typed) {
        String text = typed.strip().toLowerCase(Locale.ROOT);
        String digits = MacFinder.digits(text);
        return new PhoneSearch(text, PART_OF_MAC.matcher(digits).matches() ? digits : "");
    }

    /**
     * Whether a phone matches: by a part of its MAC, site, model, extension numbers or names. Empty text matches
     * every phone.
     */
    public boolean matches(String mac, Inventory inventory) {
        if (text.isEmpty() || (!digits.isEmpty() && mac.contains(digits))) {
            return true;
        }
        Phone phone = inventory.phone(mac);
        if (phone == null) {
            return false;
        }
        String written = phone.layers().text("model");
        String model = inventory.model(phone);
        boolean found =
                contains(phone.site()) || (written != null && contains(written)) || (model != null && contains(model));
        for (Account account : phone.accounts()) {
            found |= contains(account.number()) || contains(personName(account));
        }
        return found;
    }

    private boolean contains(String value) {
        return value.toLowerCase(Locale.ROOT).contains(text);
    }

    /** The name of the person of an account; empty if it is unknown or a secret. */
    public static String personName(Account account) {
        String first = account.layers().text("first_name");
        String last = account.layers().text("last_name");
        return ((first == null ? "" : first) + ' ' + (last == null ? "" : last)).strip();
    }
}

package dev.lineman.operator.explain;

import dev.lineman.access.MacFinder;
import dev.lineman.inventory.Account;
import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.Phone;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a person who looks for a phone has typed.
 *
 * @param text lower case
 * @param digits the same without what stands between the pairs of a MAC; empty when it is no part of one
 */
public record PhoneSearch(String text, String digits) {
    private static final Pattern PART_OF_MAC = Pattern.compile("[0-9a-f]+");

    public static PhoneSearch of(String typed) {
        String text = typed.strip().toLowerCase(Locale.ROOT);
        String digits = MacFinder.digits(text);
        return new PhoneSearch(text, PART_OF_MAC.matcher(digits).matches() ? digits : "");
    }

    public boolean matches(String mac, Inventory inventory) {
        if (text.isEmpty() || (!digits.isEmpty() && mac.contains(digits))) {
            return true;
        }
        Phone phone = inventory.phone(mac);
        if (phone == null) {
            return false;
        }
        String model = phone.layers().text("model");
        boolean found = contains(phone.site()) || (model != null && contains(model));
        for (Account account : phone.accounts()) {
            found |= contains(account.number()) || contains(personName(account));
        }
        return found;
    }

    private boolean contains(String value) {
        return value.toLowerCase(Locale.ROOT).contains(text);
    }

    /** The name of the person whose account it is; empty when it is not told, or is a secret. */
    public static String personName(Account account) {
        String first = account.layers().text("first_name");
        String last = account.layers().text("last_name");
        return ((first == null ? "" : first) + ' ' + (last == null ? "" : last)).strip();
    }
}

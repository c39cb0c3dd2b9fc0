package dev.lineman.resolve.value;

import dev.lineman.inventory.Account;
import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.Phone;
import dev.lineman.inventory.extension.ExtensionFile;
import dev.lineman.inventory.extension.ExtensionKey;
import dev.lineman.inventory.extension.FieldValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The fields of extensions that site templates read, and which of them a change makes different. */
public final class SiteFields {
    /** The phones of an extension, or all phones: their MACs, models, links and lines. */
    public static final String PHONES = "phones";

    public static final String VARS = "vars";

    private SiteFields() {}

    /** The fields of an extension that differ between two inventories, references as they are written. */
    public static Set<String> differing(ExtensionKey key, Inventory before, Inventory after) {
        List<Account> old = before.extensions(key);
        List<Account> fresh = after.extensions(key);
        Set<String> differing = new TreeSet<>();
        for (PersonField field : PersonField.ALL) {
            if (!of(field, old).equals(of(field, fresh))) {
                differing.add(field.key());
            }
        }
        if (!vars(old).equals(vars(fresh))) {
            differing.add(VARS);
        }
        if (!phones(before, key.site(), old).equals(phones(after, key.site(), fresh))) {
            differing.add(PHONES);
        }
        return differing;
    }

    /** That a template has read a field of a site's extensions. */
    public static Dependency dependency(String site, String field) {
        return new Dependency(Dependency.DependencyKind.SITE, site + '/' + field);
    }

    private static List<Object> of(PersonField field, List<Account> extensions) {
        List<Object> values = new ArrayList<>();
        extensions.forEach(extension -> values.add(field.of(extension, SiteFields::written)));
        return values;
    }

    private static List<String> vars(List<Account> extensions) {
        List<String> values = new ArrayList<>();
        for (Account extension : extensions) {
            for (String name : extension.layers().keys(VARS)) {
                values.add(name);
                values.add(written(extension.layers().get(VARS, name)));
            }
        }
        return values;
    }

    private static List<String> phones(Inventory inventory, String site, List<Account> extensions) {
        List<String> values = new ArrayList<>();
        for (Account extension : extensions) {
            for (FieldValues named : ExtensionFile.phones(extension.entry())) {
                String mac = String.valueOf(named.text("mac"));
                values.add(mac);
                Phone phone = inventory.phone(mac, site);
                if (phone != null) {
                    values.add(written(phone.layers().get("model")));
                    values.add(written(phone.layers().get("provisioning_url")));
                    phone.accounts().forEach(account -> values.add(account.line() + " " + account.number()));
                }
            }
        }
        return values;
    }

    /** A value as it is written; a reference is told from text that looks like one by what no text may hold. */
    private static String written(LayerStack.@Nullable LayerValue found) {
        if (found == null) {
            return "";
        }
        return found.value() instanceof FieldValues.ValueReference
                ? "\0" + found.value()
                : found.value().toString();
    }
}

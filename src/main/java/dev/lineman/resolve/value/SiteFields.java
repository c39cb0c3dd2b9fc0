package dev.lineman.resolve.value;

import dev.lineman.inventory.Account;
import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.Phone;
import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.inventory.extension.ExtensionFile;
import dev.lineman.inventory.extension.ExtensionKey;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.inventory.extension.FolderDefaults;
import dev.lineman.resolve.url.ProvisioningUrl;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares the fields of extensions that site templates read. A site's file is rendered again only after a
 * change of a field that it has read. Stateless.
 */
public final class SiteFields {
    /** Name of the field for all phones of an extension: their MACs, models, links and lines. */
    public static final String PHONES = "phones";

    /** Name of the field for all variables of an extension. */
    public static final String VARS = ExtensionField.VARS.key();

    /** Name of the field for the access rules of extensions, without those of their phones. */
    public static final String ACCESS = ExtensionField.PROVISIONING.key();

    /** Name of the field for all that phonebooks show of an extension, and for what decides their order. */
    public static final String PEOPLE = "people";

    /** Name of the field for all contacts of a site; for those of all sites, the site is empty. */
    public static final String CONTACTS = "contacts";

    /** The keys of extensions that phonebooks show, or that decide who is in them and in which order. */
    private static final List<String> PEOPLE_KEYS = List.of(
            ExtensionField.FIRST_NAME.key(),
            ExtensionField.LAST_NAME.key(),
            ExtensionField.MOBILE.key(),
            ExtensionField.COMPANY.key(),
            ExtensionField.DEPARTMENT.key(),
            ExtensionField.GROUPS.key(),
            ExtensionField.LISTED.key(),
            ExtensionField.PHONEBOOK_SORT.key());

    /** The option of templates that names the language of a phone. */
    private static final String LANGUAGE = "language";

    private SiteFields() {}

    /**
     * The names of the fields of an extension that differ between two inventories. References are compared as
     * they are written.
     */
    public static Set<String> differing(ExtensionKey key, Inventory before, Inventory after) {
        List<Account> old = before.extensions(key);
        List<Account> fresh = after.extensions(key);
        Set<String> differing = new TreeSet<>();
        for (AccountField field : AccountField.ALL) {
            if (!of(field, old).equals(of(field, fresh))) {
                differing.add(field.key());
            }
        }
        for (String mapping : List.of(VARS, ACCESS)) {
            if (!mapping(mapping, old).equals(mapping(mapping, fresh))) {
                differing.add(mapping);
            }
        }
        if (accessOfModels(before, old) != accessOfModels(after, fresh)) {
            differing.add(ACCESS);
        }
        if (!people(old).equals(people(fresh))) {
            differing.add(PEOPLE);
        }
        if (!phones(before, key.site(), old).equals(phones(after, key.site(), fresh))) {
            differing.add(PHONES);
        }
        return differing;
    }

    /** The dependency of a site's file on one field of all extensions. */
    public static Dependency dependency(String site, String field) {
        return new Dependency(Dependency.DependencyKind.SITE, site + '/' + field);
    }

    private static List<Object> of(AccountField field, List<Account> extensions) {
        List<Object> values = new ArrayList<>();
        extensions.forEach(extension -> values.add(field.of(extension, SiteFields::written)));
        return values;
    }

    private static List<String> mapping(String mapping, List<Account> extensions) {
        List<String> values = new ArrayList<>();
        for (Account extension : extensions) {
            for (String name : extension.layers().keys(mapping)) {
                values.add(name);
                values.add(written(extension.layers().get(mapping, name)));
            }
        }
        return values;
    }

    private static boolean accessOfModels(Inventory inventory, List<Account> extensions) {
        return extensions.stream().anyMatch(extension -> hasAccessOfModels(inventory, extension));
    }

    /** Whether a {@code _defaults.yaml} above an extension has access rules for some models. */
    public static boolean hasAccessOfModels(Inventory inventory, Account extension) {
        return FolderDefaults.pathsAbove(extension.file()).stream()
                .map(inventory::defaults)
                .anyMatch(defaults -> defaults != null
                        && defaults.rules().stream()
                                .anyMatch(rule -> rule.values().get(ACCESS) != null));
    }

    /** What phonebooks show of extensions as a flat list, for comparison. */
    private static List<String> people(List<Account> extensions) {
        List<String> values = new ArrayList<>();
        for (Account extension : extensions) {
            values.add(extension.number());
            PEOPLE_KEYS.forEach(key -> values.add(written(extension.layers().get(key))));
            values.add(written(language(extension)));
        }
        return values;
    }

    /** The option {@code language} of an extension, as its file and its folders pick it; null if none does. */
    public static LayerStack.@Nullable LayerValue language(Account extension) {
        return extension.layers().getIgnoringCase(ExtensionField.OPTIONS.key(), LANGUAGE);
    }

    /** Returns the defaults of all extensions. */
    public static LayerStack fleetDefaults(Inventory inventory) {
        return inventory.defaultsOf("extensions.d");
    }

    /** The fields of an extension's phones as a flat list, for comparison. */
    private static List<String> phones(Inventory inventory, String site, List<Account> extensions) {
        List<String> values = new ArrayList<>();
        for (Account extension : extensions) {
            for (FieldValues named : ExtensionFile.phones(extension.entry())) {
                String mac = ExtensionFile.mac(named);
                values.add(mac);
                Phone phone = inventory.phone(mac, site);
                if (phone != null) {
                    values.add(written(phone.layers().get("model")));
                    values.add(written(phone.layers().get("template")));
                    values.add(String.valueOf(ProvisioningUrl.isExact(phone.layers())));
                    values.add(written(ProvisioningUrl.find(phone.layers())));
                    values.add(written(ProvisioningUrl.token(phone.layers())));
                    values.add(written(ProvisioningUrl.find(fleetDefaults(inventory))));
                    phone.bases().forEach(base -> values.add(base.mac()));
                    phone.accounts().forEach(account -> values.add(account.line() + " " + account.number()));
                }
            }
        }
        return values;
    }

    /**
     * A value as it is written. A reference starts with U+0000, which no text of a file can contain, so that it
     * differs from equal text.
     */
    private static String written(LayerStack.@Nullable LayerValue found) {
        if (found == null) {
            return "";
        }
        if (found.value() instanceof FieldValues.Items items) {
            return "\0"
                    + String.join(
                            "\0", items.values().stream().map(String::valueOf).toList());
        }
        return found.value() instanceof FieldValues.ValueReference
                ? "\0" + found.value()
                : found.value().toString();
    }
}

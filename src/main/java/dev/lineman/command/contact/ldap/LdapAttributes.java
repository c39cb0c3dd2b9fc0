package dev.lineman.command.contact.ldap;

import static java.util.Map.entry;

import dev.lineman.command.contact.NumberType;
import dev.lineman.inventory.extension.ExtensionField;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The attributes of an entry that give the values of a contact: those of inetOrgPerson (RFC 2798, RFC 4519) and of Active
 * Directory, unless the user names others. Immutable.
 */
public final class LdapAttributes {
    /** The key of first and last name in one attribute. */
    public static final String FULL_NAME = "name";

    /** Attributes by key. Of several with a value, the first one counts; of numbers and groups, all of them. */
    private static final Map<String, List<String>> DEFAULTS = Map.ofEntries(
            entry(ExtensionField.FIRST_NAME.key(), List.of("givenName")),
            entry(ExtensionField.LAST_NAME.key(), List.of("sn")),
            entry(FULL_NAME, List.of("displayName", "cn")),
            entry(ExtensionField.COMPANY.key(), List.of("company", "o")),
            entry(ExtensionField.DEPARTMENT.key(), List.of("department", "ou")),
            entry(NumberType.WORK.key(), List.of("telephoneNumber", "otherTelephone")),
            entry(NumberType.MOBILE.key(), List.of("mobile", "otherMobile")),
            entry(NumberType.HOME.key(), List.of("homePhone", "otherHomePhone")),
            entry(NumberType.OTHER.key(), List.of()),
            entry(ExtensionField.GROUPS.key(), List.of()),
            entry(ExtensionField.SPEED_DIAL.key(), List.of()));

    /** An attribute with its options, by name or by number (RFC 4512, 2.5). Some servers allow {@code _} too. */
    private static final Pattern ATTRIBUTE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._;-]*");

    private final Map<String, List<String>> attributes;

    private LdapAttributes(Map<String, List<String>> attributes) {
        this.attributes = attributes;
    }

    /**
     * Returns the attributes with those that the user names.
     *
     * @param named attributes by key: each key replaces its defaults
     * @throws IllegalArgumentException if there is no such key, or a name is none of an attribute; the message says what to
     *     write
     */
    public static LdapAttributes of(Map<String, List<String>> named) {
        Map<String, List<String>> attributes = new LinkedHashMap<>(DEFAULTS);
        named.forEach((key, names) -> {
            if (!DEFAULTS.containsKey(key)) {
                throw new IllegalArgumentException("'" + key + "' is not a value of a contact; write one of "
                        + String.join(", ", DEFAULTS.keySet().stream().sorted().toList())
                        + ", such as work=ipPhone");
            }
            for (String name : names) {
                if (!ATTRIBUTE.matcher(name).matches()) {
                    throw new IllegalArgumentException(
                            "'" + name + "' is not the name of an attribute; write one such as " + key + "=ipPhone");
                }
            }
            attributes.put(key, List.copyOf(names));
        });
        return new LdapAttributes(attributes);
    }

    /** Returns the attributes of a key. */
    List<String> of(String key) {
        return attributes.getOrDefault(key, List.of());
    }

    /** Returns the names of all attributes. */
    List<String> all() {
        Set<String> all = new LinkedHashSet<>();
        attributes.values().forEach(all::addAll);
        return new ArrayList<>(all);
    }

    /** Returns a filter for entries with a number. */
    String filter() {
        StringBuilder filter = new StringBuilder("(|");
        for (NumberType type : NumberType.values()) {
            of(type.key()).forEach(name -> filter.append('(').append(name).append("=*)"));
        }
        return filter.append(')').toString();
    }
}

package dev.lineman.template.model;

import dev.lineman.inventory.extension.ModelPattern;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The names by which a phone can have a model. Immutable.
 *
 * @param aliases other names of the model, such as those on its box, as they are and behind the vendor of the model
 * @param exclusive the full name, the same without its vendor, and the aliases, in the form of {@link
 *     ModelPattern#normalise}
 * @param all these and the {@code ua}, in the same form
 */
public record EntryNames(List<String> aliases, Set<String> exclusive, Set<String> all) {
    public EntryNames {
        aliases = List.copyOf(aliases);
        exclusive = Set.copyOf(exclusive);
        all = Set.copyOf(all);
    }

    /**
     * Makes the names of a model.
     *
     * @param fullName the full name
     * @param ua the name that the phones send; may be empty
     * @param aliases as the file lists them
     */
    public static EntryNames of(String fullName, String ua, List<String> aliases) {
        List<String> withVendor = withVendor(VendorNames.of(fullName), aliases);
        Set<String> names = new LinkedHashSet<>();
        names.add(ModelPattern.normalise(fullName));
        names.add(ModelPattern.normalise(VendorNames.without(fullName)));
        withVendor.forEach(alias -> names.add(ModelPattern.normalise(alias)));
        names.remove("");
        Set<String> all = new LinkedHashSet<>(names);
        all.add(ModelPattern.normalise(ua));
        all.remove("");
        return new EntryNames(withVendor, names, all);
    }

    /** Adds the vendor in front of each alias that does not contain it. */
    private static List<String> withVendor(String vendor, List<String> aliases) {
        List<String> all = new ArrayList<>(aliases);
        for (String alias : aliases) {
            if (!alias.toLowerCase(Locale.ROOT).contains(vendor.toLowerCase(Locale.ROOT))) {
                all.add(vendor + ' ' + alias);
            }
        }
        return all;
    }
}

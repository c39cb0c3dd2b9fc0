package dev.lineman.build.usage;

import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.Phone;
import dev.lineman.template.Catalog;
import dev.lineman.template.TemplateMatch;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What phones have in common that the values of one layer reach in the same way. Immutable.
 *
 * @param template the key {@code template}; null if the phones have none
 * @param model the key {@code model}; null if the phones have none
 * @param first whether the values are for the whole phone; otherwise they are for an account on a later line
 * @param overridden the settings of the layer that a nearer layer overrides, as {@link LayerSetting#id} names them
 */
record PhoneGroup(@Nullable String template, @Nullable String model, boolean first, Set<String> overridden) {
    PhoneGroup {
        overridden = Set.copyOf(overridden);
    }

    /** The group of a phone that overrides nothing. */
    static PhoneGroup of(Phone phone, boolean first) {
        return new PhoneGroup(text(phone, "template"), text(phone, "model"), first, Set.of());
    }

    /** The group of phones that override these settings. */
    PhoneGroup overriding(Set<String> settings) {
        return settings.isEmpty() ? this : new PhoneGroup(template, model, first, settings);
    }

    private static @Nullable String text(Phone phone, String key) {
        LayerStack.LayerValue found = phone.layers().get(key);
        return found == null ? null : String.valueOf(found.value());
    }

    /** The template that a catalog has for these phones; null if there is none, or several. */
    TemplateMatch.@Nullable MatchedTemplate find(Catalog catalog) {
        if (template == null && model == null) {
            return null;
        }
        TemplateMatch match = template != null ? catalog.find(template, model) : catalog.find(String.valueOf(model));
        return match instanceof TemplateMatch.MatchedTemplate found ? found : null;
    }
}

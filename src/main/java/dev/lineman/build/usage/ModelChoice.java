package dev.lineman.build.usage;

import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.Phone;
import dev.lineman.template.Catalog;
import dev.lineman.template.Template;
import dev.lineman.template.TemplateMatch;
import org.jspecify.annotations.Nullable;

/**
 * What a phone says of its template. Many phones say the same. Immutable.
 *
 * @param template the key {@code template}; null if the phone has none
 * @param model the key {@code model}; null if the phone has none
 * @param first whether the values are for the whole phone; otherwise they are for an account on a later line
 */
record ModelChoice(@Nullable String template, @Nullable String model, boolean first) {

    /** The choice of a phone. */
    static ModelChoice of(Phone phone, boolean first) {
        return new ModelChoice(text(phone, "template"), text(phone, "model"), first);
    }

    private static @Nullable String text(Phone phone, String key) {
        LayerStack.LayerValue found = phone.layers().get(key);
        return found == null ? null : String.valueOf(found.value());
    }

    /** The template that a catalog has for this choice; null if there is none, or several. */
    @Nullable
    Template find(Catalog catalog) {
        if (template == null && model == null) {
            return null;
        }
        TemplateMatch match = template != null ? catalog.find(template, model) : catalog.find(String.valueOf(model));
        return match instanceof TemplateMatch.MatchedTemplate found ? found.template() : null;
    }
}

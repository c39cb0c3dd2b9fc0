package dev.lineman.template;

import java.util.List;

/** The result of a search in the {@link Catalog}. All results are immutable. */
public sealed interface TemplateMatch {

    /**
     * Exactly one template matches.
     *
     * @param model text of the chosen {@code <model>}; if the template lists no models, the model as the
     *     phone's file writes it
     * @param ua the {@code ua} of the chosen entry, or its text if it has none
     */
    record MatchedTemplate(Template template, String model, String ua) implements TemplateMatch {}

    /**
     * Several templates match on the level that decides. The phone is not rendered, and a problem names the
     * templates.
     */
    record AmbiguousMatch(List<Template> templates) implements TemplateMatch {
        public AmbiguousMatch {
            templates = List.copyOf(templates);
        }
    }

    /** One template matches, but it lists several models and the phone has none of them. */
    record UnknownModel(Template template) implements TemplateMatch {}

    /**
     * No template matches.
     *
     * @param nearest similar model names or template paths, best first; may be empty
     */
    record NoMatch(List<String> nearest) implements TemplateMatch {
        public NoMatch {
            nearest = List.copyOf(nearest);
        }
    }
}

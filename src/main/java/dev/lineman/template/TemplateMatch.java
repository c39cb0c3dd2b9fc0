package dev.lineman.template;

import java.util.List;

/** What the catalog answers when it is asked for the template of a model. */
public sealed interface TemplateMatch {

    /**
     * The template, and which of its models.
     *
     * @param model the chosen entry's text; where the template lists no models, the model as it was asked for
     * @param ua the chosen entry's {@code ua}, else its text
     */
    record MatchedTemplate(Template template, String model, String ua) implements TemplateMatch {}

    /** Several templates match on the level that decides: an error that names them. */
    record AmbiguousMatch(List<Template> templates) implements TemplateMatch {
        public AmbiguousMatch {
            templates = List.copyOf(templates);
        }
    }

    /** The template lists several models, and none of them was meant. */
    record UnknownModel(Template template) implements TemplateMatch {}

    /**
     * No template matches.
     *
     * @param nearest what may have been meant, best first, perhaps empty
     */
    record NoMatch(List<String> nearest) implements TemplateMatch {
        public NoMatch {
            nearest = List.copyOf(nearest);
        }
    }
}

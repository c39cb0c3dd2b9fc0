package dev.lineman.template;

import java.util.List;

/** What the catalog answers when it is asked for the template of a model. */
public sealed interface Match {

    /**
     * The template, and which of its models.
     *
     * @param model the chosen entry's text; where the template lists no models, the model as it was asked for
     * @param ua the chosen entry's {@code ua}, else its text
     */
    record Found(Template template, String model, String ua) implements Match {}

    /** Several templates match on the level that decides: an error that names them. */
    record Ambiguous(List<Template> templates) implements Match {
        public Ambiguous {
            templates = List.copyOf(templates);
        }
    }

    /** The template lists several models, and none of them was meant. */
    record WhichModel(Template template) implements Match {}

    /**
     * No template matches.
     *
     * @param nearest what may have been meant, best first, perhaps empty
     */
    record Missing(List<String> nearest) implements Match {
        public Missing {
            nearest = List.copyOf(nearest);
        }
    }
}

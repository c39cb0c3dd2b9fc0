package dev.lineman.template;

import dev.lineman.inventory.extension.ModelPattern;
import dev.lineman.template.model.ModelEntry;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The result of a search in the {@link Catalog}. All results are immutable. */
public sealed interface TemplateMatch {

    /**
     * Says why a search found no template, and what to do; empty if it found one.
     *
     * @param what what was searched for, such as {@code model 'Snom 320'}
     */
    String failure(String what);

    /**
     * Exactly one template matches.
     *
     * @param entry the chosen model with its data; if the template has no models, its name, or the model of a phone that
     *     names the template itself
     */
    record MatchedTemplate(Template template, ModelEntry entry) implements TemplateMatch {
        /** The full name of the model. */
        public String model() {
            return entry.name();
        }

        /** The product name that the phones send, or the full name if it is not known. */
        public String ua() {
            return entry.ua();
        }

        /** All names of the model, normalised. */
        public Set<String> names() {
            return entry.names().all();
        }

        @Override
        public String failure(String what) {
            return "";
        }
    }

    /**
     * Several templates match on the level that decides. The phone is not rendered, and a problem names the
     * templates.
     */
    record AmbiguousMatch(List<Template> templates) implements TemplateMatch {
        public AmbiguousMatch {
            templates = List.copyOf(templates);
        }

        @Override
        public String failure(String what) {
            return "several templates are for " + what + ": "
                    + templates.stream().map(Template::path).collect(Collectors.joining(" and "))
                    + "; choose one with 'template'";
        }
    }

    /**
     * Several models have the name, so it means none of them. The phone is not rendered, and a problem names the models.
     *
     * @param models the full names with the paths of their templates
     */
    record AmbiguousName(List<NamedModel> models) implements TemplateMatch {
        public AmbiguousName {
            models = List.copyOf(models);
        }

        @Override
        public String failure(String what) {
            return what + " is a name of several models: "
                    + models.stream()
                            .map(model -> "'" + model.fullName() + "' in " + model.path())
                            .collect(Collectors.joining(" and "))
                    + "; write another name of the one that you mean, or choose its template with 'template'";
        }
    }

    /**
     * A model and the template that has it.
     *
     * @param fullName the name as the template writes it
     * @param path the template's path, below the root
     */
    record NamedModel(String fullName, String path) {}

    /**
     * One template matches, but it has several models and the phone has none of them.
     *
     * @param models the full names of its models
     * @param model what the phone has as its model; empty if it has none
     */
    record UnknownModel(Template template, List<String> models, String model) implements TemplateMatch {
        private static final int MAX_NAMED = 5;

        public UnknownModel {
            models = List.copyOf(models);
        }

        @Override
        public String failure(String what) {
            String part = ModelPattern.normalise(model);
            List<String> containing = models.stream()
                    .filter(name ->
                            !part.isEmpty() && ModelPattern.normalise(name).contains(part))
                    .toList();
            List<String> shown = containing.isEmpty() ? models : containing;
            int more = shown.size() - MAX_NAMED;
            return "for " + what + ", " + template.path() + " has several models; set 'model' to one of "
                    + quoted(shown.stream().limit(MAX_NAMED), ", ")
                    + (more > 0 ? " and " + more + " more" : "");
        }
    }

    /**
     * No template matches.
     *
     * @param nearest full names of similar models, or similar paths of templates, best first; may be empty
     */
    record NoMatch(List<String> nearest) implements TemplateMatch {
        public NoMatch {
            nearest = List.copyOf(nearest);
        }

        @Override
        public String failure(String what) {
            return "no template below templates/phones is for " + what
                    + (nearest.isEmpty()
                            ? "; correct it, or add a template"
                            : "; did you mean " + quoted(nearest.stream(), " or ") + '?');
        }
    }

    private static String quoted(Stream<String> names, String separator) {
        return names.map(name -> "'" + name + "'").collect(Collectors.joining(separator));
    }
}

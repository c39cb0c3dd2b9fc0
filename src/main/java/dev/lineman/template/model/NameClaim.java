package dev.lineman.template.model;

import dev.lineman.inventory.extension.ModelPattern;

/**
 * One way to find a template by name. {@link ModelNameIndex} has the claims of all templates by name. Immutable.
 *
 * <p>A claim is <em>exclusive</em> if the name is one of a model: if another model of the same layer has it too, the name
 * means neither. So a new model never changes what a name means. The other claims count only if no model has the name.
 *
 * @param level where the name comes from
 * @param layer the layer that gives the name
 * @param path the template's path, below the root
 * @param name the name as its file writes it
 * @param fullName the full name of the model; empty if the template has several and the name is that of the template
 */
public record NameClaim(NameLevel level, TemplateLayer layer, String path, String name, String fullName) {

    /** Where a name comes from. Among names that are not exclusive, an earlier level wins over a later one. */
    public enum NameLevel {
        MODEL("the name of a model", true),
        SHORT("the name of a model without its vendor", true),
        ALIAS("an alias of a model", true),
        /** The name of a template without models, which is that of its only model. */
        ONLY_NAME("the name in its header", true),
        /** The file name of a template without models and without a name. */
        ONLY_FILE("its file name", true),
        UA("the ua of a model", false),
        NAME("the name in its header", false),
        DESCRIPTION("the description in its header", false),
        FILE("its file name", false);

        private final String description;
        private final boolean exclusive;

        NameLevel(String description, boolean exclusive) {
            this.description = description;
            this.exclusive = exclusive;
        }
    }

    /** The level as text for people. */
    public String description() {
        return level.description;
    }

    /** Whether the name is one of a model. */
    public boolean exclusive() {
        return level.exclusive;
    }

    /** The form of the name that is compared. */
    public String key() {
        return ModelPattern.normalise(name);
    }

    /** The form of the full name that is compared. */
    public String model() {
        return ModelPattern.normalise(fullName);
    }
}

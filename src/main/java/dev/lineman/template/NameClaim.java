package dev.lineman.template;

import dev.lineman.inventory.extension.ModelPattern;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One way to find a template by name. The {@link Catalog} indexes the claims of all templates by name. Immutable.
 *
 * <p>A claim is <em>exclusive</em> if the name is one of a model: if another model has it too, the name means neither.
 * So a new model never changes what a name means. The other claims count only if no model has the name.
 *
 * @param level where the template has the name
 * @param path the template's path, below the root
 * @param name the name as the template writes it
 * @param fullName the full name of the model; empty if the template lists several and the name is that of the template
 * @param exclusive whether the name is one of a model
 */
record NameClaim(NameLevel level, String path, String name, String fullName, boolean exclusive) {

    /** Where a template has a name. Among names that are not exclusive, an earlier level wins over a later one. */
    enum NameLevel {
        MODEL("the text of a <model>"),
        SHORT("the text of a <model> without its vendor"),
        ALIAS("an alias of a <model>"),
        UA("the ua of a <model>"),
        NAME("the name in its header"),
        DESCRIPTION("the description in its header"),
        FILE("its file name");

        private final String description;

        NameLevel(String description) {
            this.description = description;
        }

        /** The level as text for people. */
        String description() {
            return description;
        }
    }

    /** The form of the name that is compared. */
    String key() {
        return ModelPattern.normalise(name);
    }

    /** The form of the full name that is compared. */
    String model() {
        return ModelPattern.normalise(fullName);
    }

    /**
     * All names that find a template; a variant has none. The result depends on the template alone, so that a removal from an index undoes
     * an addition.
     */
    static Set<NameClaim> of(Template template) {
        if (template.isVariant()) {
            return Set.of();
        }
        List<NameClaim> claims = new ArrayList<>();
        for (Template.TemplateModel model : template.models()) {
            String full = model.name();
            add(claims, NameLevel.MODEL, template, full, full);
            add(claims, NameLevel.SHORT, template, VendorNames.without(full), full);
            for (String alias : model.names().aliases()) {
                add(claims, NameLevel.ALIAS, template, alias, full);
            }
            claims.add(new NameClaim(NameLevel.UA, template.path(), model.ua(), full, false));
        }
        String own = template.models().size() == 1 ? template.models().get(0).name() : "";
        if (template.models().isEmpty()) {
            // The name in the header, or else of the file, is that of the only model.
            own = template.name().isEmpty() ? template.fileName() : template.name();
        }
        boolean header = template.models().isEmpty() && !template.name().isEmpty();
        boolean file = template.models().isEmpty() && template.name().isEmpty();
        String path = template.path();
        claims.add(new NameClaim(NameLevel.NAME, path, template.name(), own, header));
        claims.add(new NameClaim(NameLevel.DESCRIPTION, path, template.description(), own, false));
        claims.add(new NameClaim(NameLevel.FILE, path, template.fileName(), own, file));
        claims.removeIf(claim -> claim.key().isEmpty());
        return new LinkedHashSet<>(claims);
    }

    private static void add(List<NameClaim> claims, NameLevel level, Template template, String name, String fullName) {
        claims.add(new NameClaim(level, template.path(), name, fullName, true));
    }
}

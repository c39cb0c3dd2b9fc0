package dev.lineman.resolve.value;

import java.util.Comparator;

/**
 * A fact outside of a phone's own files that an output depends on. A look-up without a result counts too.
 *
 * <p>{@code build.impact} finds the outputs to render again by their dependencies. Immutable.
 *
 * @param kind what is looked up
 * @param name identifies it; its form depends on the kind
 */
public record Dependency(DependencyKind kind, String name) implements Comparable<Dependency> {
    private static final Comparator<Dependency> ORDER =
            Comparator.comparing(Dependency::kind).thenComparing(Dependency::name);

    /** The name that stands for all options of all templates: suggestions for an unknown one may change. */
    public static final String ANY_OPTION = "";

    /** The kinds of look-ups. Each kind has its own form of names. */
    public enum DependencyKind {
        /** The names of an extension, by {@code site/number}. */
        EXTENSION,
        /** A value in the file of secrets, by its name. */
        SECRET,
        /** The template that a model finds, by the normalised name of the model. */
        MODEL,
        /** A template, by its path. */
        TEMPLATE,
        /** A field of all extensions of a site, by {@code site/field}. */
        SITE,
        /** Which sites there are. The name is empty. */
        SITES,
        /** A shared fragment, by its path. */
        FRAGMENT,
        /** The values of an option in all templates, by its name in lower case; see {@link #ANY_OPTION}. */
        OPTION,
        /** A static file or a folder of static files, by its path below {@code templates/static}; all of them: empty. */
        STATIC_FILE,
        /** The names of the files that a site template serves, by its key; those that each site has: empty. */
        SITE_FILES,
        /** Which profiles there are. The name is empty. */
        PROFILES,
        /** The vendors of phones. The name is empty. */
        VENDORS
    }

    @Override
    public int compareTo(Dependency other) {
        return ORDER.compare(this, other);
    }
}

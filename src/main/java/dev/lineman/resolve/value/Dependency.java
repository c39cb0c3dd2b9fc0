package dev.lineman.resolve.value;

import java.util.Comparator;

/**
 * Something that an output was made from and that another input than the phone's own may change: it was looked up,
 * whether or not it was there.
 */
public record Dependency(DependencyKind kind, String name) implements Comparable<Dependency> {
    private static final Comparator<Dependency> ORDER =
            Comparator.comparing(Dependency::kind).thenComparing(Dependency::name);

    /** What is looked up. */
    public enum DependencyKind {
        /** The names of an extension, by {@code site/number}. */
        EXTENSION,
        /** A secret, by its name. */
        SECRET,
        /** The template that a model finds, by the model's name as it is compared. */
        MODEL,
        /** A template, by its path. */
        TEMPLATE,
        /** A field of all extensions of a site, by {@code site/field}. */
        SITE,
        /** A fragment that templates share, by its path. */
        FRAGMENT
    }

    @Override
    public int compareTo(Dependency other) {
        return ORDER.compare(this, other);
    }
}

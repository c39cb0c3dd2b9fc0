package dev.lineman.resolve;

import java.util.Comparator;

/**
 * Something that an output was made from and that another input than the phone's own may change: it was looked up,
 * whether or not it was there.
 */
public record Fact(Kind kind, String name) implements Comparable<Fact> {
    private static final Comparator<Fact> ORDER =
            Comparator.comparing(Fact::kind).thenComparing(Fact::name);

    /** What is looked up. */
    public enum Kind {
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
    public int compareTo(Fact other) {
        return ORDER.compare(this, other);
    }
}

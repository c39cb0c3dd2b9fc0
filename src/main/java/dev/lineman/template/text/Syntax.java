package dev.lineman.template.text;

/** The language of a content and its file name. */
public enum Syntax {
    /** {@code %%placeholder%%} and braces. */
    PLACEHOLDERS,
    /** Apache Velocity's template language. */
    VELOCITY
}

package dev.lineman.template.dialect;

/** The language of a content and its file name. */
public enum TemplateSyntax {
    /** {@code %%placeholder%%} and braces. */
    PLACEHOLDERS,
    /** Apache Velocity's template language. */
    VELOCITY
}

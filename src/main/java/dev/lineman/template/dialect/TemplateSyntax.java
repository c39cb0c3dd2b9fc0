package dev.lineman.template.dialect;

/** The language of a content and of its file name: the {@code syntax} attribute. */
public enum TemplateSyntax {
    /** The default: {@code %%placeholder%%} and directives in braces. */
    PLACEHOLDERS,
    /** Apache Velocity's template language (VTL). */
    VELOCITY
}

package dev.lineman.template;

/** Where a template file comes from. A file of the root replaces a built-in one with the same path. */
public enum TemplateLayer {
    /** The folder {@code templates} of the root. */
    ROOT,
    /** The program itself. */
    BUILT_IN
}

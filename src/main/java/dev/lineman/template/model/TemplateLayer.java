package dev.lineman.template.model;

/** Where a file with templates or models comes from. A template of the root replaces a built-in one with the same path. */
public enum TemplateLayer {
    /** The folder {@code templates} of the root. */
    ROOT,
    /** The program itself. */
    BUILT_IN
}

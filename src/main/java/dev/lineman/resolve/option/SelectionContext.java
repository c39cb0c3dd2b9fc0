package dev.lineman.resolve.option;

import dev.lineman.resolve.value.ReferenceResolver;
import dev.lineman.template.Catalog;
import dev.lineman.template.Template;

/**
 * What all selections of one phone share. Not thread-safe.
 *
 * @param template the template of the phone
 * @param catalog says whether another template has what this one lacks
 * @param referenceResolver receives dependencies and problems
 * @param unusedSettings receives what the template lacks
 */
public record SelectionContext(
        Template template, Catalog catalog, ReferenceResolver referenceResolver, UnusedSettings unusedSettings) {}

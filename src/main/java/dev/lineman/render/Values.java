package dev.lineman.render;

import dev.lineman.resolve.Names;
import dev.lineman.template.Fragments;

/**
 * What a rendering may look up.
 *
 * @param names for placeholders
 * @param fragments for {@code src} and {@code #parse}
 */
public record Values(Names names, Fragments fragments) {}

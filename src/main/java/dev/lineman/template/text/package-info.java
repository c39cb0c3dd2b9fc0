/**
 * The texts of templates: where each character of one stands in its file, the {@code %%placeholder%%} dialect as a tree,
 * white space, and which escapes a format wants.
 */
@NullMarked
package dev.lineman.template.text;

import org.jspecify.annotations.NullMarked;

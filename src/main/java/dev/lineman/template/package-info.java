/**
 * XML documents become templates, and the catalog that finds the template of a model. The
 * {@code %%placeholder%%} dialect as tokens; no template engine here.
 */
@NullMarked
package dev.lineman.template;

import org.jspecify.annotations.NullMarked;

/**
 * Reads template documents, and finds the template of a model.
 */
@NullMarked
package dev.lineman.template;

import org.jspecify.annotations.NullMarked;

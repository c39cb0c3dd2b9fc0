/**
 * The access rules of a phone's files, merged from all layers.
 */
@NullMarked
package dev.lineman.resolve.access;

import org.jspecify.annotations.NullMarked;

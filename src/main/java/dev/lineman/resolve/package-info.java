/**
 * A phone and its template give named values.
 */
@NullMarked
package dev.lineman.resolve;

import org.jspecify.annotations.NullMarked;

/**
 * A phone and its template become named values, each with its origin, and the facts that were looked up.
 */
@NullMarked
package dev.lineman.resolve;

import org.jspecify.annotations.NullMarked;

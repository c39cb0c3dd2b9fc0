/**
 * The variables of a phone as its template declares them, and the URLs that the phone is told.
 */
@NullMarked
package dev.lineman.resolve.variable;

import org.jspecify.annotations.NullMarked;

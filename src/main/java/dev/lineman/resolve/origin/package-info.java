/**
 * Where each value of a phone comes from.
 */
@NullMarked
package dev.lineman.resolve.origin;

import org.jspecify.annotations.NullMarked;

/**
 * The vendor parameters that a phone gets from settings.
 */
@NullMarked
package dev.lineman.resolve.parameter;

import org.jspecify.annotations.NullMarked;

/**
 * Many things worked on by all processors at once, in their order.
 */
@NullMarked
package dev.lineman.crew;

import org.jspecify.annotations.NullMarked;

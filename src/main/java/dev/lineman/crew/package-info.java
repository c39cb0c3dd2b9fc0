/**
 * Background threads.
 */
@NullMarked
package dev.lineman.crew;

import org.jspecify.annotations.NullMarked;

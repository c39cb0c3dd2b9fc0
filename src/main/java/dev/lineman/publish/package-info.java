/**
 * Bodies, journal, the publication that readers see, and its mirror in {@code out/}.
 */
@NullMarked
package dev.lineman.publish;

import org.jspecify.annotations.NullMarked;

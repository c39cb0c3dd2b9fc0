/**
 * Which variables of the inputs no template reads.
 */
@NullMarked
package dev.lineman.build.usage;

import org.jspecify.annotations.NullMarked;

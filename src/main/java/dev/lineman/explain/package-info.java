/**
 * The operator's view of a state: why a file is as it is, how each phone is, and what somebody may have meant.
 */
@NullMarked
package dev.lineman.explain;

import org.jspecify.annotations.NullMarked;

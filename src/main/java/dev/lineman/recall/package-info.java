/**
 * What is remembered of the inputs over a restart, so that a start reads only what has changed meanwhile. It is a help and
 * never the truth: what is missing or cannot be understood is read and made again.
 */
@NullMarked
package dev.lineman.recall;

import org.jspecify.annotations.NullMarked;

/**
 * The inputs and the publication of one root, opened for one writer.
 */
@NullMarked
package dev.lineman.workspace;

import org.jspecify.annotations.NullMarked;

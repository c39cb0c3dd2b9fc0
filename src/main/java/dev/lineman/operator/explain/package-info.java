/**
 * Explains why a file is as it is.
 */
@NullMarked
package dev.lineman.operator.explain;

import org.jspecify.annotations.NullMarked;

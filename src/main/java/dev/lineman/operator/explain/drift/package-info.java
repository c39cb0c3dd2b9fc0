/** Compares what phones upload with what they were given, and finds the lines of the inputs behind it. */
@NullMarked
package dev.lineman.operator.explain.drift;

import org.jspecify.annotations.NullMarked;

/**
 * Positions and problems: what is wrong with an input, where, and what to do about it. Below every other
 * room; values only, no input or output.
 */
@NullMarked
package dev.lineman.problem;

import org.jspecify.annotations.NullMarked;

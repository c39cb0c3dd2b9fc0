/**
 * How outputs come to be: phones resolved and rendered, one after the other or all together, and the files of sites. Knows
 * nothing of what was made before.
 */
@NullMarked
package dev.lineman.make;

import org.jspecify.annotations.NullMarked;

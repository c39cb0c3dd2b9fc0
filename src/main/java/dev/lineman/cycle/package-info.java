/**
 * {@code State × Hints → State}: what a look at the inputs found is made, planned and published, one cycle after the other.
 */
@NullMarked
package dev.lineman.cycle;

import org.jspecify.annotations.NullMarked;

/** The edge of the program: streams, clock and exit code. */
@NullMarked
package dev.lineman;

import org.jspecify.annotations.NullMarked;

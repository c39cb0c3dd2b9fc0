/** The program's entry point: streams, clock and exit code. */
@NullMarked
package dev.lineman;

import org.jspecify.annotations.NullMarked;

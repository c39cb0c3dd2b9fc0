/**
 * The cycle: from one state and hints to the next state.
 */
@NullMarked
package dev.lineman.build;

import org.jspecify.annotations.NullMarked;

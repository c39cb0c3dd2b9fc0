/**
 * What the journal remembers of each output over a restart.
 */
@NullMarked
package dev.lineman.build.memory;

import org.jspecify.annotations.NullMarked;

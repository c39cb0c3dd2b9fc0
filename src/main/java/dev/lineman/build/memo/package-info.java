/**
 * What the journal keeps of each build target over a restart.
 */
@NullMarked
package dev.lineman.build.memo;

import org.jspecify.annotations.NullMarked;

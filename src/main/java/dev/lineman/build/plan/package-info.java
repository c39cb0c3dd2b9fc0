/**
 * What to write, keep, remove and hold.
 */
@NullMarked
package dev.lineman.build.plan;

import org.jspecify.annotations.NullMarked;

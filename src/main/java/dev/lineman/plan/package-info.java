/**
 * Claims on names become what to write, keep, drop and hold.
 */
@NullMarked
package dev.lineman.plan;

import org.jspecify.annotations.NullMarked;

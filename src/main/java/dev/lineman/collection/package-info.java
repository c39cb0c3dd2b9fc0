/**
 * An order for sorted maps, a bounded map, a string pool, and values that are computed when they are needed.
 */
@NullMarked
package dev.lineman.collection;

import org.jspecify.annotations.NullMarked;

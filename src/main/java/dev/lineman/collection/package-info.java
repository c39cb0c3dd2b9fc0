/**
 * An order for sorted maps, a bounded map and a string pool, for large fleets.
 */
@NullMarked
package dev.lineman.collection;

import org.jspecify.annotations.NullMarked;

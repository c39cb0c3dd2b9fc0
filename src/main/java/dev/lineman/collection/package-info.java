/**
 * Sorted persistent maps, bounded maps and string pools for large fleets.
 */
@NullMarked
package dev.lineman.collection;

import org.jspecify.annotations.NullMarked;

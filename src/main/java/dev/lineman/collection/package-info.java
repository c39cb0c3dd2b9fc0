/**
 * Sorted persistent maps, bounded maps and string pools for large fleets. General data structures without any
 * knowledge of phones.
 */
@NullMarked
package dev.lineman.collection;

import org.jspecify.annotations.NullMarked;

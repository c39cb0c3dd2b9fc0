/**
 * The expansion modules of a phone, and the keys on them.
 */
@NullMarked
package dev.lineman.resolve.module;

import org.jspecify.annotations.NullMarked;

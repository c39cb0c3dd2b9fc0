/**
 * One BLF key or soft key of a phone, and what a template makes of it.
 */
@NullMarked
package dev.lineman.resolve.key;

import org.jspecify.annotations.NullMarked;

/**
 * BLF keys and soft keys: their standard types, and those that a template offers.
 */
@NullMarked
package dev.lineman.template.key;

import org.jspecify.annotations.NullMarked;

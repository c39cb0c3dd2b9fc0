/**
 * The BLF keys and soft keys of a phone, and what a template makes of them.
 */
@NullMarked
package dev.lineman.resolve.key;

import org.jspecify.annotations.NullMarked;

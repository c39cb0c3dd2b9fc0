/**
 * What extension files and {@code _defaults.yaml} contain: one table of keys, one form of values.
 */
@NullMarked
package dev.lineman.inventory.extension;

import org.jspecify.annotations.NullMarked;

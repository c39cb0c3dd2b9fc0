/**
 * Reads extension files and {@code _defaults.yaml}, and makes every check that needs one file alone.
 */
@NullMarked
package dev.lineman.inventory.extension.reader;

import org.jspecify.annotations.NullMarked;

/**
 * CSV in and out: a table becomes extension files, and the extension files become a table that says the same.
 * Pure: bytes, an inventory and problems; {@link dev.lineman.bulk.Delivery} alone writes.
 */
@NullMarked
package dev.lineman.bulk;

import org.jspecify.annotations.NullMarked;

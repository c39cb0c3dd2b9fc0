/**
 * Changed facts become the phones and sites whose outputs may differ.
 */
@NullMarked
package dev.lineman.impact;

import org.jspecify.annotations.NullMarked;

/**
 * Bytes become nodes with positions. Every scalar is text, exactly as it was typed.
 */
@NullMarked
package dev.lineman.yaml;

import org.jspecify.annotations.NullMarked;

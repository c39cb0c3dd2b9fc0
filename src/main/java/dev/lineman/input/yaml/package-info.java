/**
 * YAML as nodes with positions; every scalar is text, exactly as it was typed.
 */
@NullMarked
package dev.lineman.input.yaml;

import org.jspecify.annotations.NullMarked;

/**
 * File events and the debounce: hints that tell the scan where to look first.
 */
@NullMarked
package dev.lineman.input.watch;

import org.jspecify.annotations.NullMarked;

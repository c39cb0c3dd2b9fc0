/**
 * The URL that a phone is told to ask: its parts, and what Lineman appends to it.
 */
@NullMarked
package dev.lineman.resolve.url;

import org.jspecify.annotations.NullMarked;

/**
 * The listener and its event loops, one selector each. Knows no phones.
 */
@NullMarked
package dev.lineman.http;

import org.jspecify.annotations.NullMarked;

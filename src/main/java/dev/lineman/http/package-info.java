/**
 * The listener and its event loops. Knows no phones.
 */
@NullMarked
package dev.lineman.http;

import org.jspecify.annotations.NullMarked;

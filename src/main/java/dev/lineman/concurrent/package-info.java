/**
 * Background threads.
 */
@NullMarked
package dev.lineman.concurrent;

import org.jspecify.annotations.NullMarked;

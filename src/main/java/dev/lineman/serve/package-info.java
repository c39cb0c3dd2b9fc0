/**
 * Decides what a client gets for a path. Knows no protocol.
 */
@NullMarked
package dev.lineman.serve;

import org.jspecify.annotations.NullMarked;

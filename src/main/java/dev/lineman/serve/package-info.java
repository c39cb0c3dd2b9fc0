/**
 * Decides what a client gets for a path, and limits clients that guess names or passwords. Knows no protocol.
 */
@NullMarked
package dev.lineman.serve;

import org.jspecify.annotations.NullMarked;

/**
 * The bell. Says where somebody should look first, or that everything should be looked at; never what
 * happened. Knows no other room.
 */
@NullMarked
package dev.lineman.watch;

import org.jspecify.annotations.NullMarked;

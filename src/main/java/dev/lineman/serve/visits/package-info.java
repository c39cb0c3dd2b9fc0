/**
 * Which phone fetched which file when, and which names it asked for in vain, kept over restarts.
 */
@NullMarked
package dev.lineman.serve.visits;

import org.jspecify.annotations.NullMarked;

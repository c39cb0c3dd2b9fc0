/**
 * Which phone fetched which file when, kept over restarts.
 */
@NullMarked
package dev.lineman.serve.visits;

import org.jspecify.annotations.NullMarked;

/**
 * What is remembered over a restart: of the inputs, so that a start reads only what has changed meanwhile, and of what made
 * each output, so that it makes only what is no longer right. It is a help and never the truth: what is missing or cannot be
 * understood is read and made again.
 */
@NullMarked
package dev.lineman.recall;

import org.jspecify.annotations.NullMarked;

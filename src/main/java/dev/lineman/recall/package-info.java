/**
 * What made each output, kept over a restart, so that a start renders only what is no longer right. What is missing or cannot be
 * understood is made again.
 */
@NullMarked
package dev.lineman.recall;

import org.jspecify.annotations.NullMarked;

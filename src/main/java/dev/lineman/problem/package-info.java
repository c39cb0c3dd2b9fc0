/**
 * Problems that an administrator can correct: what is wrong, where (file, line, column), and what to do.
 */
@NullMarked
package dev.lineman.problem;

import org.jspecify.annotations.NullMarked;

/**
 * Problems that an administrator can correct: what is wrong, where (file, line, column), and what to do. Every
 * stage of a cycle returns its results together with problems. Exceptions are for defects of Lineman, and for a
 * start that cannot continue.
 */
@NullMarked
package dev.lineman.problem;

import org.jspecify.annotations.NullMarked;

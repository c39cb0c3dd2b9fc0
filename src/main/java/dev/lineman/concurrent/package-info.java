/** Background threads, and what happens when a task on one of them fails. */
@NullMarked
package dev.lineman.concurrent;

import org.jspecify.annotations.NullMarked;

/** Publishes a transaction: bodies, flush, journal, swap, mirror; repairs what is damaged. */
@NullMarked
package dev.lineman.publish;

import org.jspecify.annotations.NullMarked;

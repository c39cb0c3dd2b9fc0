/**
 * A phone's request becomes an entry of the publication, or a refusal.
 */
@NullMarked
package dev.lineman.serve;

import org.jspecify.annotations.NullMarked;

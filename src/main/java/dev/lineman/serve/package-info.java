/**
 * Decides what a client that asks for a path gets: an entry of the publication, or a refusal. Knows no protocol; {@code
 * serve.http} turns decisions into answers.
 */
@NullMarked
package dev.lineman.serve;

import org.jspecify.annotations.NullMarked;

/**
 * Pages for people, made of the program's own templates. Not for the templates of phones, which are not trusted: they have an
 * engine of their own in {@code render}.
 */
@NullMarked
package dev.lineman.render.velocity;

import org.jspecify.annotations.NullMarked;

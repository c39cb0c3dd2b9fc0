/**
 * The people of a site in the order of its phonebooks.
 */
@NullMarked
package dev.lineman.resolve.people;

import org.jspecify.annotations.NullMarked;

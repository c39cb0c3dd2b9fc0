/**
 * Which client may hold how many connections.
 */
@NullMarked
package dev.lineman.http.limit;

import org.jspecify.annotations.NullMarked;

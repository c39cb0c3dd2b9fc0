/**
 * The connections of each client, and which one to close when the server is full.
 */
@NullMarked
package dev.lineman.http.limit;

import org.jspecify.annotations.NullMarked;

/**
 * Listener, connections, request heads, answers and limits. Knows no phones.
 */
@NullMarked
package dev.lineman.http;

import org.jspecify.annotations.NullMarked;

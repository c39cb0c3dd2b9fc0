/**
 * Phones are served over HTTP: a request becomes a client that asks for a path, and a decision becomes an answer.
 */
@NullMarked
package dev.lineman.serve.http;

import org.jspecify.annotations.NullMarked;
